import gateway from '../../../package.json' with { type: 'json' }

/** The gateway's version, for the first line of the log, health, a metric, and the OpenAPI document. */
export const version: string = gateway.version
