/** Internal comments are for those alone who hold the permissions of `internal-comments`. */
export const COMMENT_VISIBILITIES = ['public', 'internal'] as const;
export type CommentVisibility = (typeof COMMENT_VISIBILITIES)[number];

/** Characters. */
export const LONGEST_COMMENT = 50_000;
