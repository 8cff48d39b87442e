/** What reads the whole journal once may take so long on a busy machine. */
export const wholeJournalMs = 120_000;

/** What also hashes, writes or encrypts it: a long history on a slow disk. A lost wire still ends the wait at once. */
export const longWorkMs = 3_600_000;
