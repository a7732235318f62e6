/** How many copies of a stream the claims allow where nobody has wished for anything: what JetStream can do. */
export const MOST_REPLICAS = 5
