import { expect, test } from 'vitest'
import { hints, warnOfPublicUrl } from './welcome.ts'

test.each([
  ['0.0.0.0', 'http://localhost:8080', 'this machine only'],
  ['::', 'http://127.0.0.1:8080', 'this machine only'],
  ['10.0.0.5', 'http://[::1]:8080', 'this machine only'],
  ['127.0.0.1', 'http://0.0.0.0:8080', 'is not an address that others can open'],
  ['0.0.0.0', 'http://[::]:8080', 'is not an address that others can open'],
])('with HOST %s, PUBLIC_URL %s is warned of: nobody else could follow its links', (host, publicUrl, text) => {
  expect(warnOfPublicUrl({ host, publicUrl })).toContain(text)
})

test.each([
  ['127.0.0.1', 'http://localhost:8080'],
  ['::1', 'http://localhost:8080'],
  ['localhost', 'http://127.0.0.1:8080'],
  ['0.0.0.0', 'https://api.example.com'],
  ['127.0.0.1', 'https://api.example.com'],
])('with HOST %s, PUBLIC_URL %s is as it should be', (host, publicUrl) => {
  expect(warnOfPublicUrl({ host, publicUrl })).toBeUndefined()
})

test('addresses for the public by http are warned of, those of this machine are not', () => {
  const good = { host: '127.0.0.1', publicUrl: 'https://api.example.com', appOrigins: [], corsOrigins: [] }
  expect(warnOfPublicUrl({ ...good, publicUrl: 'http://api.example.com' })).toContain('PUBLIC_URL is http')
  for (const member of ['appOrigins', 'corsOrigins'])
    expect(warnOfPublicUrl({ ...good, [member]: ['https://a.example.com', 'http://app.example.com'] })).toContain(
      'http://app.example.com is http',
    )
  const here = ['http://localhost:5173', 'http://127.0.0.1:3000', 'http://[::1]:3000']
  expect(warnOfPublicUrl({ ...good, appOrigins: here, corsOrigins: here })).toBeUndefined()
})

const CLONE = { isClone: true }

test('the hints name the gateway where the command would not find it by itself', () => {
  expect(hints('http://127.0.0.1:8080', CLONE)).toMatch(/npx quiva signup {6}create/)
  expect(hints('http://127.0.0.1:9000', CLONE)).toContain('npx quiva login --api-url http://127.0.0.1:9000\n')
  expect(hints('http://0.0.0.0:8080', CLONE)).toMatch(/npx quiva signup {6}create/)
  expect(hints('http://[::]:8081', CLONE)).toContain('npx quiva confirm --api-url http://localhost:8081 ')
})

// Attack: whoever publishes a package named quiva would get the password of everybody who follows the hint.
test('outside a clone no hint has npx fetch a package that is not there', () => {
  for (const console of [undefined, 'http://localhost:8080/console/'])
    expect(hints('http://127.0.0.1:8080', { console, isClone: false })).not.toContain('npx')
})

test('the console comes first, where there is one', () => {
  expect(hints('http://127.0.0.1:8080', { ...CLONE, console: 'http://localhost:8080/console/' })).toMatch(
    /^ {2}Next: create an account in the console/,
  )
})
