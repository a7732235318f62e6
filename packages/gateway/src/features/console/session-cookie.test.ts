import { describe, expect, it } from 'vitest'
import { randomToken } from '../../platform/crypto/random.ts'
import { createSessionCookie } from './session-cookie.ts'

const macKey = Buffer.alloc(32, 7)
const made = (publicUrl: string, key = macKey) => createSessionCookie({ publicUrl, macKey: key, lifeSeconds: 3600 })

const SECURE = 'Path=/; Secure; HttpOnly; SameSite=Strict'

describe('the cookie of the session', () => {
  it.each([
    ['https://gateway.example.com', { host: 'gateway.example.com' }],
    // A proxy on the same machine that passes on another Host.
    ['https://gateway.example.com', { host: '127.0.0.1:8080' }],
    // PUBLIC_URL was not set, but the browser says that it came by https.
    ['http://localhost:8080', { host: '127.0.0.1:8080', origin: 'https://gateway.example.com' }],
    ['http://localhost:8080', { host: 'gateway.example.com' }],
    ['http://localhost:8080', { host: 'localhost.example.com' }],
    ['http://localhost:8080', { host: '127.0.0.1.example.com' }],
    ['http://localhost:8080', {}],
  ])('has the prefix and Secure with PUBLIC_URL %s and %j', (publicUrl, headers) => {
    const token = randomToken()
    const set = made(publicUrl).write(headers, token)
    expect(set).toMatch(new RegExp(`^__Host-quiva_session=${token}\\.[\\w-]{43}; Max-Age=3600; ${SECURE}$`))
    expect(made(publicUrl).clear(headers)).toBe(`__Host-quiva_session=; Max-Age=0; ${SECURE}`)
  })

  it.each(['localhost', 'localhost:8080', 'LOCALHOST:8080', '127.0.0.1:8080', '127.1.2.3', '[::1]:8080'])(
    'has neither on this machine, at %s',
    (host) => {
      const set = made('http://localhost:8080').write({ host }, randomToken())
      expect(set).toMatch(/^quiva_session=[\w-]{43}\.[\w-]{43}; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/)
    },
  )

  it('is read among others, and only under the name for where the browser is', () => {
    const cookie = made('https://gateway.example.com')
    const headers = { host: 'gateway.example.com' }
    const token = randomToken()
    const [pair = ''] = cookie.write(headers, token).split(';')
    const read = (text: string) => cookie.read({ ...headers, cookie: text })
    expect(read(`a=b; ${pair}; c=d`)).toBe(token)
    expect(read(`a=b;${pair};c=d`)).toBe(token)
    expect(read(pair.replace('__Host-', ''))).toBeUndefined()
    expect(read(`x${pair}`)).toBeUndefined()
    expect(read(`x=y ${pair}`)).toBeUndefined()
  })

  it('of another gateway, or of another master key, is none', () => {
    const headers = { host: 'gateway.example.com' }
    const [cookie = ''] = made('https://gateway.example.com').write(headers, randomToken()).split(';')
    const other = made('https://gateway.example.com', Buffer.alloc(32, 8))
    expect(other.read({ ...headers, cookie })).toBeUndefined()
  })
})
