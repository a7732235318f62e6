import { createServer, type Server, type Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Delivery, openDelivery } from './delivery.ts'
import { DeliveryError } from './delivery-error.ts'
import { renderMail } from './render.ts'

const publicUrl = 'https://gateway.example.com'
const link = `${publicUrl}/confirm-email?token=${'t0K-_'.repeat(9)}`
const mail = renderMail(
  {
    template: 'confirm-email',
    to: 'ada@example.com',
    account: 'Bücher & Söhne',
    code: '1234567890',
    link,
    expiresAt: 0,
  },
  { publicUrl },
)
/** What neither a log line nor an error may say. */
const SECRET = /t0K-_|12345-?67890|hunter2|ada@example|confirm-email\?/

type Received = { from: string; to: string[]; mail: ParsedMail }

let received: Received[]
let logged: string[]
let closers: (() => Promise<unknown>)[]
const log = {
  info: (fields: Record<string, unknown>, text: string) => void logged.push(JSON.stringify({ fields, text })),
}

beforeEach(() => {
  received = []
  logged = []
  closers = []
})
afterEach(async () => {
  for (const close of closers.reverse()) await close()
})

/** A real SMTP server on a free port of 127.0.0.1; what it takes lands in `received`. */
async function startServer(options: SMTPServerOptions = {}): Promise<{ port: number; server: SMTPServer }> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    closeTimeout: 50,
    onData(stream, session, done) {
      simpleParser(stream).then((parsed) => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        received.push({ from, to: rcptTo.map(({ address }) => address), mail: parsed })
        done()
      }, done)
    },
    ...options,
  })
  server.on('error', () => undefined)
  const port = await listen(server.server)
  closers.push(() => new Promise((resolve) => server.close(() => resolve(undefined))))
  return { port, server }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function open(smtpUrl: string, timeoutMs?: number): Delivery {
  const delivery = openDelivery({
    smtpUrl,
    mailFrom: 'Bücher <no-reply@gw.example.com>',
    directory: '/nonexistent',
    log,
    ...(timeoutMs !== undefined && { timeoutMs }),
  })
  closers.push(() => delivery.close())
  return delivery
}

async function failureOf(promise: Promise<unknown>): Promise<DeliveryError> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(failure instanceof DeliveryError)) throw new Error('expected a DeliveryError', { cause: failure })
  expect(`${failure.stack} ${JSON.stringify(failure)} ${String(failure.cause)}`).not.toMatch(SECRET)
  return failure
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

describe('mails by SMTP', () => {
  test('arrive whole: sender, recipient, headers, and both parts as they were rendered', async () => {
    const { port } = await startServer()
    await open(`smtp://127.0.0.1:${port}`).deliver(mail, 'out_1')
    const [one, ...more] = received
    expect(more).toEqual([])
    expect(one).toMatchObject({ from: 'no-reply@gw.example.com', to: ['ada@example.com'] })
    expect(one?.mail.from?.value).toEqual([{ name: 'Bücher', address: 'no-reply@gw.example.com' }])
    expect(one?.mail.subject).toBe('Confirm Your Email Address')
    expect(one?.mail.headers.get('x-quiva-template')).toBe('confirm-email')
    expect(one?.mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(one?.mail.messageId).toBe('<out_1@gw.example.com>')
    expect(one?.mail.text?.trimEnd()).toBe(mail.text.trimEnd())
    expect(one?.mail.text?.split('\n')).toEqual(expect.arrayContaining([`Link: ${link}`, 'Code: 12345-67890']))
    expect(String(one?.mail.html).trimEnd()).toBe(mail.html.trimEnd())
  })

  test('are answered to whoever wrote them, where the mail says so', async () => {
    const { port } = await startServer()
    const delivery = open(`smtp://127.0.0.1:${port}`)
    await delivery.deliver(mail, 'out_1')
    await delivery.deliver({ ...mail, replyTo: 'grace@example.com' }, 'out_2')
    expect(received.map((one) => one.mail.replyTo?.value)).toEqual([
      undefined,
      [{ name: '', address: 'grace@example.com' }],
    ])
  })

  test('a retry has the same Message-ID, so that the mail is recognisably the same', async () => {
    const { port } = await startServer()
    const delivery = open(`smtp://127.0.0.1:${port}`)
    await delivery.deliver(mail, 'out_1')
    await delivery.deliver(mail, 'out_1')
    await delivery.deliver(mail, 'out_2')
    expect(received.map((one) => one.mail.messageId?.split('@')[0])).toEqual(['<out_1', '<out_1', '<out_2'])
  })

  test('share connections', async () => {
    let connections = 0
    const { port } = await startServer({
      onConnect: (_session, done) => {
        connections += 1
        done()
      },
    })
    const delivery = open(`smtp://127.0.0.1:${port}`)
    for (let index = 0; index < 10; index += 1) await delivery.deliver(mail, `out_${index}`)
    expect(received).toHaveLength(10)
    expect(connections).toBe(1)
  })

  test('the log says that a mail went and which, without its content or recipient', async () => {
    const { port } = await startServer()
    await open(`smtp://127.0.0.1:${port}`).deliver(mail, 'out_1')
    expect(logged).toEqual([
      '{"fields":{"template":"confirm-email","message_id":"<out_1@gw.example.com>"},"text":"mail sent"}',
    ])
    expect(logged.join()).not.toMatch(SECRET)
  })
})

describe('a refusal of this mail is permanent', () => {
  test('by recipient', async () => {
    const onRcptTo: SMTPServerOptions['onRcptTo'] = (address, _session, done) =>
      done(refusal(550, `5.1.1 <${address.address}> user unknown`))
    const { port } = await startServer({ onRcptTo })
    const failure = await failureOf(open(`smtp://127.0.0.1:${port}`).deliver(mail, 'out_1'))
    expect(failure.permanent).toBe(true)
    expect(failure.message).toBe('the mail server refused (RCPT TO, EENVELOPE, 550 5.1.1)')
    expect(received).toEqual([])
  })

  test('by content, and a reply that quotes the link stays out of the error', async () => {
    const { port } = await startServer({
      onData(stream, _session, done) {
        stream.on('end', () => done(refusal(554, `5.7.1 ${link} is on a list`))).resume()
      },
    })
    const failure = await failureOf(open(`smtp://127.0.0.1:${port}`).deliver(mail, 'out_1'))
    expect(failure).toMatchObject({ permanent: true, message: 'the mail server refused (DATA, EMESSAGE, 554 5.7.1)' })
  })
})

describe('anything else is worth a retry', () => {
  test('a 4xx for the recipient', async () => {
    const { port } = await startServer({ onRcptTo: (_address, _session, done) => done(refusal(450, 'greylisted')) })
    const failure = await failureOf(open(`smtp://127.0.0.1:${port}`).deliver(mail, 'out_1'))
    expect(failure).toMatchObject({ permanent: false, message: 'the mail server refused (RCPT TO, EENVELOPE, 450)' })
  })

  test('a 5xx for our login, which only the operator can repair; the password is not told', async () => {
    const { port } = await startServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (auth, _session, done) => done(refusal(535, `no such login: ${auth.username} ${auth.password}`)),
    })
    const failure = await failureOf(open(`smtp://gateway:hunter2@127.0.0.1:${port}`).deliver(mail, 'out_1'))
    expect(failure.permanent).toBe(false)
    expect(failure.message).toMatch(/^the mail server refused \(AUTH \w+, EAUTH, 535\)$/)
  })

  test('a 5xx for our sender address', async () => {
    const { port } = await startServer({ onMailFrom: (_address, _session, done) => done(refusal(550, 'not yours')) })
    expect(await failureOf(open(`smtp://127.0.0.1:${port}`).deliver(mail, 'out_1'))).toMatchObject({
      permanent: false,
      message: 'the mail server refused (MAIL FROM, EENVELOPE, 550)',
    })
  })

  test('a server that is away, and when it is back the same delivery goes on', async () => {
    const { port, server } = await startServer()
    const delivery = open(`smtp://127.0.0.1:${port}`)
    await delivery.deliver(mail, 'out_1')
    await new Promise((resolve) => server.close(() => resolve(undefined)))
    const failure = await failureOf(delivery.deliver(mail, 'out_2'))
    expect(failure).toMatchObject({
      permanent: false,
      message: expect.stringMatching(/^the mail server could not be reached or did not answer \(.*ECONNREFUSED\)$/),
    })
    const again = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      closeTimeout: 50,
      onData: (stream, _session, done) => void stream.on('end', done).resume(),
    })
    await new Promise<void>((resolve) => again.listen(port, '127.0.0.1', () => resolve()))
    closers.push(() => new Promise((resolve) => again.close(() => resolve(undefined))))
    await delivery.deliver(mail, 'out_2')
  })

  test('a server that takes the connection and says nothing, bounded in time', async () => {
    const sockets: Socket[] = []
    const silent = createServer((socket) => void sockets.push(socket.on('error', () => undefined)))
    const port = await listen(silent)
    closers.push(async () => {
      for (const socket of sockets) socket.destroy()
      silent.close()
    })
    const startedAt = Date.now()
    const failure = await failureOf(open(`smtp://127.0.0.1:${port}`, 200).deliver(mail, 'out_1'))
    expect(failure.permanent).toBe(false)
    expect(Date.now() - startedAt).toBeLessThan(5_000)
  })

  // Attack: a server on the way hides STARTTLS to read the password.
  test('a server without TLS where TLS is required: neither password nor mail is sent', async () => {
    let asked = false
    const { port } = await startServer({
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => {
        asked = true
        done(null, { user: 'x' })
      },
    })
    const failure = await failureOf(
      open(`smtp://gateway:hunter2@127.0.0.1:${port}?requireTLS=true`).deliver(mail, 'out_1'),
    )
    expect(failure.permanent).toBe(false)
    expect({ asked, received }).toEqual({ asked: false, received: [] })
  })
})

// smtp-server's own certificate is self-signed, as a machine in the middle would have.
describe('a server with a certificate that nobody vouches for', () => {
  test('gets neither password nor mail; the error is worth a retry', async () => {
    const { port } = await startServer({ disabledCommands: [] })
    const failure = await failureOf(open(`smtp://127.0.0.1:${port}`).deliver(mail, 'out_1'))
    expect(failure.permanent).toBe(false)
    expect(failure.message).toMatch(/^the mail server could not be reached or did not answer \(.*CERT.*\)$/)
    expect(received).toEqual([])
  })

  test('is accepted when SMTP_URL says so, and then gets the mail over TLS', async () => {
    const { port } = await startServer({
      disabledCommands: [],
      onMailFrom: (_address, session, done) => done(session.secure ? null : refusal(550, 'not encrypted')),
    })
    await open(`smtp://127.0.0.1:${port}?requireTLS=true&tls.rejectUnauthorized=false`).deliver(mail, 'out_1')
    expect(received).toHaveLength(1)
  })
})

test('a closed delivery refuses with an error that is worth a retry', async () => {
  const { port } = await startServer()
  const delivery = open(`smtp://127.0.0.1:${port}`)
  await delivery.deliver(mail, 'out_1')
  await delivery.close()
  expect(await failureOf(delivery.deliver(mail, 'out_2'))).toMatchObject({ permanent: false })
})

test('a logo arrives inside the mail, beside the HTML that shows it', async () => {
  const { port } = await startServer()
  const logo = { cid: 'v1@logo', png: Buffer.from([0x89, 0x50, 0x4e, 0x47]) }
  const html = '<p><img src="cid:v1@logo" alt=""></p>'
  await open(`smtp://127.0.0.1:${port}`).deliver({ ...mail, html, logo }, '0198-c')
  expect(received[0]?.mail.attachments).toMatchObject([
    { cid: 'v1@logo', contentType: 'image/png', contentDisposition: 'inline', related: true, content: logo.png },
  ])
  expect(received[0]?.mail.text).toContain('Link: ')
})
