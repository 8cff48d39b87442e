/**
 * Widths with which no number loses digits at the edge of the room, in pixels: where a column of numbers would stand there in
 * half, those that fit whole share its part. Words may stand in half; where all fit, or not one, nothing changes.
 */
export function fitColumns(
  widths: readonly number[],
  room: number,
  isNumber: (at: number) => boolean,
): readonly number[] {
  let whole = 0;
  let taken = 0;
  for (const width of widths) {
    if (taken + width > room) break;
    taken += width;
    whole += 1;
  }
  if (whole === 0 || whole === widths.length || !isNumber(whole)) return widths;
  return widths.map((width, at) => (at < whole ? (width * room) / taken : width));
}
