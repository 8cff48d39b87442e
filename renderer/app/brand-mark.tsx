/** The mark: a candle on a signed line. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" role="img" aria-label="Proofdesk">
      <path d="M9 2.5v4M9 15v3.5" />
      <rect x="5.5" y="6.5" width="7" height="8.5" rx="1" fill="currentColor" stroke="none" />
      <path d="M3 21.5h8l3-4 2.5 3L21 14" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
}
