import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation, readEmailCodes } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'
import { atTerminal, canMakeTerminals } from '../test/terminal.ts'

const password = 'correct-Horse7'
const env = { QUIVA_PASSWORD: password }

let gateway: RunningGateway
let ada: Person
beforeAll(async () => {
  gateway = await startGateway()
  ada = await createPerson(gateway.url)
})
afterAll(async () => {
  await ada.remove()
  await gateway.stop()
})

test.skipIf(!canMakeTerminals)(
  '[script] a person is asked for what is missing, and a password is not shown',
  async () => {
    const signup = await atTerminal(
      ada,
      ['signup'],
      [
        ['Name of the account', 'acme\r'],
        ['Your email address', 'ada@example.com\r'],
        ['Password', `${password}\r`],
        ['The same password again', `${password}\r`],
      ],
    )
    expect(signup).toMatchObject({ code: 0, unasked: [] })
    expect(signup.screen).toContain('The account acme was created.')
    expect(signup.screen).not.toContain(password)

    const { code } = await readConfirmation(gateway.dataDir, 'ada@example.com')
    const confirm = await atTerminal(ada, ['confirm'], [['Code or link from the mail', `${code}\r`]])
    expect(confirm).toMatchObject({ code: 0, unasked: [] })

    const login = await atTerminal(ada, ['login', '--email', 'ada@example.com'], [['Password', `${password}\r`]])
    expect(login).toMatchObject({ code: 0, unasked: [] })
    expect(login.screen).not.toContain(password)
  },
)

test.skipIf(!canMakeTerminals)(
  '[script] a key that is in use is deleted only after yes or with --yes; any other at once, with its verdict',
  async () => {
    const idle = await ada.json<{ id: string }>(['keys', 'issue', 'idle'])
    const unused = await atTerminal(ada, ['keys', 'delete', idle.id], [])
    expect(unused.code).toBe(0)
    expect(unused.screen).toContain('is unused')
    expect(unused.screen).toContain('was deleted')

    const used = async () => {
      const { id, key } = await ada.json<{ id: string; key: string }>(['keys', 'issue', 'used'])
      expect((await ada.quiva(['whoami'], { env: { QUIVA_API_KEY: key } })).code).toBe(0)
      await expect
        .poll(async () => (await ada.json<{ verdict: string }>(['keys', 'impact', id])).verdict, {
          timeout: 20_000,
          interval: 500,
        })
        .toBe('in_use')
      return id
    }
    const id = await used()
    const refused = await atTerminal(ada, ['keys', 'delete', id], [['Type yes to delete it anyway', 'no\r']])
    expect(refused).toMatchObject({ code: 2, unasked: [] })
    expect(refused.screen).toContain('is in use. It was last used on')
    expect(refused.screen).toContain('Nothing was done')
    const deleted = await atTerminal(ada, ['keys', 'delete', id], [['Type yes to delete it anyway', 'yes\r']])
    expect(deleted).toMatchObject({ code: 0, unasked: [] })
    expect(deleted.screen).toContain('was deleted')
    const other = await used()
    const unasked = await atTerminal(ada, ['keys', 'delete', other, '--yes'], [])
    expect(unasked.code).toBe(0)
    expect(unasked.screen).not.toContain('Type yes')
  },
  60_000,
)

test.skipIf(!canMakeTerminals)(
  '[script] the name of the account and the code from the mail are asked for before it is deleted',
  async () => {
    const mistyped = await atTerminal(ada, ['account', 'delete'], [['Type the name of the account', 'acne\r']])
    expect(mistyped).toMatchObject({ code: 2, unasked: [] })
    expect(mistyped.screen).toContain('Nothing was done')
    const dialogue: [string, string | (() => Promise<string>)][] = [
      ['Type the name of the account to delete it: acme', 'ACME\r'],
      ['Code from the mail', async () => `${(await readEmailCodes(gateway.dataDir, 'ada@example.com', 1)).at(-1)}\r`],
    ]
    const deleted = await atTerminal(ada, ['account', 'delete'], dialogue)
    expect(deleted).toMatchObject({ code: 0, unasked: [] })
    expect(deleted.screen).toContain('acme: The account was deleted.')
  },
)

test.skipIf(!canMakeTerminals)('[script] Ctrl-C at a question ends with status 130 and does nothing', async () => {
  const { code, screen } = await atTerminal(ada, ['login', '--password'], [['Your email address', '\u0003']])
  expect(code).toBe(130)
  expect(screen).toContain('Nothing was done.')
})

test('without a terminal nothing is asked, even if nothing is typed', async () => {
  expect(await ada.quiva(['login'], { env })).toMatchObject({ code: 2, stdout: '' })
})
