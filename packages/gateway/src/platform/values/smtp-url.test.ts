import { describe, expect, test } from 'vitest'
import { parseSmtpUrl } from './smtp-url.ts'

describe('parseSmtpUrl', () => {
  test('host, port and percent-encoded credentials are read', () => {
    expect(parseSmtpUrl('smtp://a%40b.org:p%3Ass%2Fw@mail.example.com:2525')).toEqual({
      host: 'mail.example.com',
      port: 2525,
      secure: false,
      requireTLS: true,
      auth: { user: 'a@b.org', pass: 'p:ss/w' },
      tls: { rejectUnauthorized: true },
    })
  })

  test('the port defaults to 587, and to 465 with smtps', () => {
    expect(parseSmtpUrl('smtp://mail.example.com')).toMatchObject({ port: 587, secure: false })
    expect(parseSmtpUrl('smtps://[2001:db8::1]')).toMatchObject({ host: '2001:db8::1', port: 465, secure: true })
  })

  // Attack: somebody on the way strips STARTTLS from the server's offer and reads the password.
  test('a password leaves this machine only over TLS, unless the URL says otherwise', () => {
    expect(parseSmtpUrl('smtp://u:p@mail.example.com').requireTLS).toBe(true)
    expect(parseSmtpUrl('smtp://u:p@127.0.0.1').requireTLS).toBe(false)
    expect(parseSmtpUrl('smtp://relay:1025').requireTLS).toBe(false)
    expect(parseSmtpUrl('smtp://u:p@relay:1025?requireTLS=false').requireTLS).toBe(false)
    expect(parseSmtpUrl('smtp://relay:1025?requireTLS=true').requireTLS).toBe(true)
  })

  test('certificates are checked unless the URL says otherwise', () => {
    const url = 'smtps://relay?tls.rejectUnauthorized=false&tls.servername=mail.example.com&name=gw.example.com'
    expect(parseSmtpUrl(url)).toMatchObject({
      name: 'gw.example.com',
      tls: { rejectUnauthorized: false, servername: 'mail.example.com' },
    })
  })

  test.each([
    'http://user:hunter2@mail.example.com',
    'mail.example.com:hunter2',
    'smtp://user:hunter2@',
    'smtp://user:hunter2%zz@mail.example.com',
    'smtp://user:hunter2@mail.example.com/path',
    'smtp://user:hunter2@mail.example.com?logger=true',
    'smtp://user:hunter2@mail.example.com?requireTLS=hunter2',
  ])('%s is refused, and the message does not repeat it', (url) => {
    const failure = catchError(() => parseSmtpUrl(url))
    expect(failure.message).toMatch(/expected/)
    expect(failure.message).not.toContain('hunter2')
  })
})

function catchError(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing was thrown')
}
