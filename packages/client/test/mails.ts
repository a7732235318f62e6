import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The code and the link of the newest confirmation that a gateway without SMTP has mailed to `email`; waits 5 s for it. */
export async function readConfirmation(dataDir: string, email: string): Promise<{ code: string; link: string }> {
  const directory = path.join(dataDir, 'mail')
  const deadline = Date.now() + 5000
  while (Date.now() < deadline) {
    const names = await readdir(directory).catch(() => [])
    for (const name of names
      .filter((one) => one.includes('confirm-email') && one.endsWith('.eml'))
      .sort()
      .reverse()) {
      const mail = (await readFile(path.join(directory, name), 'utf8')).replaceAll('=\r\n', '').replaceAll('=3D', '=')
      if (!mail.includes(email)) continue
      const code = /^Code: (\S+)/m.exec(mail)?.[1]
      const link = /^Link: (\S+)/m.exec(mail)?.[1]
      if (code && link) return { code, link }
    }
    await sleep(20)
  }
  throw new Error(`no mail to ${email} in ${directory}`)
}
