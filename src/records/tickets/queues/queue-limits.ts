export const MOST_QUEUE_MEMBERS = 200;
