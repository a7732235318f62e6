/** Upper bounds of the buckets by which durations of requests are counted, in milliseconds. */
export const BOUNDS_MS = [1, 2.5, 5, 10, 25, 50, 100, 250, 1000, 5000]

/** `buckets`: the requests in each of BOUNDS_MS, and those that took longer; each is in one. */
export type RequestTotals = { clientErrors: number; serverErrors: number; buckets: number[] }
