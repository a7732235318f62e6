import gateway from '../../../package.json' with { type: 'json' }

/** Of the gateway: in the start's line of the log, in health, as a metric, and in the OpenAPI document. */
export const version: string = gateway.version
