export const MOST_STAGES = 50;
