import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { quotas } from './quotas.ts'

const source = fileURLToPath(new URL('../../', import.meta.url))
const docs = fileURLToPath(new URL('../../../../../docs/', import.meta.url))

describe('the table of quotas', () => {
  it('has the numbers of everything that is limited: nobody makes a limiter of their own', async () => {
    const files = (await readdir(source, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file))
    const makers: string[] = []
    for (const file of files)
      if (/\bcreate(Limiter|Tries|SignInThrottle)\(/.test(await readFile(source + file, 'utf8'))) makers.push(file)
    const inTheirOwnFiles = ['limiter', 'sign-in-throttle', 'throttle', 'tries'].map(
      (name) => `platform/throttle/${name}.ts`,
    )
    expect(makers.sort()).toEqual(inTheirOwnFiles)
  })

  it('has a row for whatever a module asks for, and no other', async () => {
    const files = (await readdir(source, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file))
    const named = new Set<string>()
    for (const file of files) {
      const text = await readFile(source + file, 'utf8')
      for (const [, name = ''] of text.matchAll(/\b(?:limiter|tries)\('([\w-]+)'\)/g)) named.add(name)
      for (const [, name = ''] of text.matchAll(/\bsignInThrottle\('([\w-]+)'\)/g))
        named.add(name).add(`${name}-anywhere`)
    }
    const byProperty = ['credential', 'uploads']
    expect([...named, ...byProperty].sort()).toEqual(Object.keys(quotas).sort())
  })

  it.each<[string, RegExp, (keyof typeof quotas)[]]>([
    ['configuration.md', /^\| `INVITATIONS_PER_DAY` .*$/m, ['invitations-to-one', 'invitations-to-address']],
    ['members.md', /^.*`INVITATIONS_PER_DAY`.*$/m, ['invitations-to-one', 'invitations-to-address']],
    ['members.md', /^.*such mails an hour.*$/m, ['member-notice']],
    ['errors.md', /^\| `invalid_credentials` .*$/m, ['sign-in']],
    [
      'decisions/0020-mails-that-anybody-can-ask-for.md',
      /^- \*\*.* a day to one mailbox.*$/m,
      ['mail-day', 'mail-day-but-resets'],
    ],
    ['decisions/0035-lockout.md', /^\*\*Decision\.\*\* .*$/m, ['sign-in', 'sign-in-anywhere']],
  ])('agrees with %s: %s', async (file, sentence, names) => {
    const said = sentence.exec(await readFile(docs + file, 'utf8'))?.[0].toLowerCase()
    for (const name of names) expect(said).toMatch(new RegExp(`\\b(${inWords(quotas[name].quota)})\\b`))
  })
})

function inWords(quota: number | string): string {
  const words: Record<string, string> = { 5: 'five', 10: 'ten', 12: 'twelve', 20: 'twenty' }
  return `${quota}|${words[quota]}`
}
