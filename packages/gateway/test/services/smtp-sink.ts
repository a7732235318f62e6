import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** A real SMTP server that can delay its last answer to a mail. */
export type SmtpSink = {
  /** The value for SMTP_URL. */
  url: string
  /** Every mail that arrived completely, acknowledged or not. */
  received: string[]
  /** While true, nothing is acknowledged. */
  holding: boolean
  close(): Promise<void>
}

/** `port` 0 takes a free one. */
export async function openSmtpSink(port = 0): Promise<SmtpSink> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 50,
    onData(stream, _session, done) {
      text(stream).then((mail) => {
        sink.received.push(mail)
        if (!sink.holding) done()
      }, done)
    },
  })
  // A client that is killed resets its connection.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  const sink: SmtpSink = {
    url: `smtp://127.0.0.1:${address.port}`,
    received: [],
    holding: false,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
  return sink
}
