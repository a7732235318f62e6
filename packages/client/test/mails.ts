import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The code and the link of the newest confirmation that a gateway without SMTP has mailed to `email`; waits 5 s for it. */
export async function readConfirmation(dataDir: string, email: string): Promise<{ code: string; link: string }> {
  const mail = await readMail(dataDir, 'confirm-email', email)
  const code = /^Code: (\S+)/m.exec(mail)?.[1]
  const link = linkIn(mail)
  if (!code || !link) throw new Error(`the confirmation has no code or no link: ${mail}`)
  return { code, link }
}

/** The link of the newest mail of a template to `email`; waits 5 s for it. */
export async function readLink(dataDir: string, template: string, email: string): Promise<string> {
  const mail = await readMail(dataDir, template, email)
  const link = linkIn(mail)
  if (!link) throw new Error(`the mail has no link: ${mail}`)
  return link
}

/** The six digits of every verification mail to `email`, oldest first; waits 5 s until there are at least `least`. */
export async function readEmailCodes(dataDir: string, email: string, least: number): Promise<string[]> {
  const directory = path.join(dataDir, 'mail')
  for (const deadline = Date.now() + 5000; ; await sleep(20)) {
    const names = (await readdir(directory).catch(() => [])).filter((name) => /email-code.*\.eml$/.test(name))
    const mails = await Promise.all(names.sort().map((name) => readFile(path.join(directory, name), 'utf8')))
    const codes = mails.flatMap((mail) => (mail.includes(email) ? (/^Code: (\d{6})$/m.exec(mail)?.[1] ?? []) : []))
    if (codes.length >= least) return codes
    if (Date.now() > deadline) throw new Error(`fewer than ${least} codes for ${email} in ${directory}`)
  }
}

const linkIn = (mail: string) => /^Link: (\S+)/m.exec(mail)?.[1]

async function readMail(dataDir: string, template: string, email: string): Promise<string> {
  const directory = path.join(dataDir, 'mail')
  const deadline = Date.now() + 5000
  while (Date.now() < deadline) {
    const names = (await readdir(directory).catch(() => [])).filter(
      (name) => name.includes(template) && name.endsWith('.eml'),
    )
    for (const name of names.sort().reverse()) {
      const mail = (await readFile(path.join(directory, name), 'utf8')).replaceAll('=\r\n', '').replaceAll('=3D', '=')
      if (mail.includes(email)) return mail
    }
    await sleep(20)
  }
  throw new Error(`no mail ${template} to ${email} in ${directory}`)
}
