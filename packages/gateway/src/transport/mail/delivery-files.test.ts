import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDelivery } from './delivery.ts'
import { DeliveryError } from './delivery-error.ts'
import { renderMail } from './render.ts'

const publicUrl = 'http://localhost:8080'
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

let root: string
let directory: string
let logged: { fields: Record<string, unknown>; message: string }[]
const log = { info: (fields: Record<string, unknown>, message: string) => void logged.push({ fields, message }) }
const openFiles = (mailFrom = 'Quiva <no-reply@localhost>') => openDelivery({ mailFrom, directory, log })

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quiva-mail-'))
  directory = join(root, 'data', 'mail')
  logged = []
})
afterEach(() => rm(root, { recursive: true, force: true }))

describe('mails as files', () => {
  test('a mail becomes one .eml that a mail reader understands', async () => {
    await openFiles('Bücher <no-reply@gw.example.com>').deliver(mail, 'out_1')
    const [file] = await readdir(directory)
    const parsed = await simpleParser(await readFile(join(directory, file ?? '')))
    expect(parsed.from?.value).toEqual([{ name: 'Bücher', address: 'no-reply@gw.example.com' }])
    expect(parsed.to).toMatchObject({ text: 'ada@example.com' })
    expect(parsed.subject).toBe('Confirm Your Email Address')
    expect(parsed.headers.get('x-quiva-template')).toBe('confirm-email')
    expect(parsed.messageId).toBe('<out_1@gw.example.com>')
    expect(Math.abs(Date.now() - (parsed.date?.getTime() ?? 0))).toBeLessThan(10_000)
    expect(parsed.text?.trimEnd()).toBe(mail.text.trimEnd())
    expect(parsed.html).toBe(mail.html)
  })

  test('the link and the code stand in the file as they are, to be copied or grepped', async () => {
    await openFiles().deliver(mail, 'out_1')
    const [file] = await readdir(directory)
    const lines = (await readFile(join(directory, file ?? ''), 'utf8')).split('\n')
    expect(lines).toContain(`Link: ${link}`)
    expect(lines).toContain('Code: 12345-67890')
  })

  test('file and folder are for their owner alone, whatever the umask', async () => {
    const umask = process.umask(0)
    try {
      await openFiles().deliver(mail, 'out_1')
    } finally {
      process.umask(umask)
    }
    const [file] = await readdir(directory)
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    expect((await stat(join(directory, file ?? ''))).mode & 0o777).toBe(0o600)
  })

  test('names are unique and sort by time', async () => {
    const delivery = openFiles()
    await Promise.all(Array.from({ length: 50 }, (_, index) => delivery.deliver(mail, `first-${index}`)))
    await new Promise((resolve) => setTimeout(resolve, 5))
    await delivery.deliver(mail, 'a-later-one')
    const files = (await readdir(directory)).sort()
    expect(files).toHaveLength(51)
    expect(files.at(-1)).toMatch(/^\d{4}-\d\d-\d\dT\d{9}Z-confirm-email-a-later-one\.eml$/)
  })

  test('a mail that is delivered again has the same Message-ID', async () => {
    const delivery = openFiles()
    await delivery.deliver(mail, 'out_1')
    await new Promise((resolve) => setTimeout(resolve, 5))
    await delivery.deliver(mail, 'out_1')
    const contents = await Promise.all(
      (await readdir(directory)).map((file) => readFile(join(directory, file), 'utf8')),
    )
    expect(contents.map((content) => /^Message-ID: .*$/m.exec(content)?.[0])).toEqual([
      'Message-ID: <out_1@localhost>',
      'Message-ID: <out_1@localhost>',
    ])
  })

  test('whoever reads the folder while mails arrive never sees a half-written one', async () => {
    const delivery = openFiles()
    await mkdir(directory, { recursive: true })
    let writing = true
    // Large, so that the file system takes several writes for each.
    const large = { ...mail, text: `${'x'.repeat(4 * 1024 * 1024)}\n` }
    const writers = Promise.all(Array.from({ length: 12 }, (_, index) => delivery.deliver(large, `m-${index}`)))
    const done = writers.finally(() => {
      writing = false
    })
    let seen = 0
    while (writing) {
      for (const file of (await readdir(directory)).filter((name) => name.endsWith('.eml'))) {
        expect((await readFile(join(directory, file), 'utf8')).slice(-48)).toMatch(/--quiva-[0-9a-f]{32}--\n$/)
        seen += 1
      }
    }
    await done
    expect(seen).toBeGreaterThan(0)
    expect((await readdir(directory)).filter((name) => !name.endsWith('.eml'))).toEqual([])
  })

  test('the log says which file, and neither content nor recipient', async () => {
    await openFiles().deliver(mail, 'out_1')
    const [file] = await readdir(directory)
    expect(logged).toEqual([
      { fields: { template: 'confirm-email', file: join(directory, file ?? '') }, message: 'mail written to a file' },
    ])
    expect(JSON.stringify(logged)).not.toMatch(/t0K|12345|ada@example/)
  })

  test('a disk that refuses is worth a retry and leaves nothing behind', async () => {
    await mkdir(join(root, 'data'))
    await writeFile(directory, 'a file where the folder should be')
    await expect(openFiles().deliver(mail, 'out_1')).rejects.toMatchObject({
      name: 'DeliveryError',
      permanent: false,
      message: expect.stringMatching(/^the mail's file could not be written \((EEXIST|ENOTDIR)\)$/),
    })
    await rm(directory)
    await chmod(join(root, 'data'), 0o700)
    await openFiles().deliver(mail, 'out_1')
    expect(await readdir(directory)).toHaveLength(1)
  })
})

describe('what cannot be addressed', () => {
  // Attack: a recipient that brings a header or a second recipient.
  test.each(['ada@example.com\r\nBcc: eve@example.com', '"x\r\ny"@example.com', 'ada@example.com, eve@example.com'])(
    'the recipient %j is refused for good before anything is written',
    async (to) => {
      const failure = await openFiles()
        .deliver({ ...mail, to }, 'out_1')
        .catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(DeliveryError)
      expect(failure).toMatchObject({ permanent: true })
      expect(String(failure)).not.toContain('example.com')
      await expect(readdir(directory)).rejects.toMatchObject({ code: 'ENOENT' })
    },
  )

  test('a header with a control character is refused, should one ever come', async () => {
    await expect(openFiles().deliver({ ...mail, subject: 'a\nBcc: eve@example.com' }, 'out_1')).rejects.toThrow(
      TypeError,
    )
  })

  test.each(['../../etc/x', 'a b', '', 'a>\r\nX: y'])(
    'the item id %j cannot leave the folder or the header',
    async (id) => {
      await expect(openFiles().deliver(mail, id)).rejects.toThrow(TypeError)
    },
  )

  test('a bad MAIL_FROM or SMTP_URL fails at once', () => {
    expect(() => openFiles('Quiva')).toThrow(/expected an address/)
    expect(() => openDelivery({ mailFrom: 'a@b.org', smtpUrl: 'ftp://x', directory, log })).toThrow(/expected smtp/)
  })
})
