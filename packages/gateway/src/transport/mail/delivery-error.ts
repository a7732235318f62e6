/**
 * A mail that was not delivered. `permanent` tells the outbox that the same mail would be refused again; anything else
 * is worth a retry. The message names step and status only: a server's reply may quote the address, a link or a code.
 */
export class DeliveryError extends Error {
  readonly permanent: boolean

  constructor(message: string, options: { permanent: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'DeliveryError'
    this.permanent = options.permanent
  }
}
