import { randomUUID } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { TokenPair } from '@quiva/client'
import { CliError } from './errors.ts'
import { withLock } from './file-lock.ts'
import { replaceFile } from './private-file.ts'

/** A sign-in. `id` stays the same while its tokens are renewed, and tells it from a later one. */
export type Session = TokenPair & { id: string; email: string; account: string }

/** The sign-ins of this person, one for each gateway, in a file that only they can read. */
export type Sessions = {
  file: string
  read(apiUrl: string): Promise<Session | undefined>
  save(apiUrl: string, session: Omit<Session, 'id'>): Promise<void>
  /** Stores a renewed pair, unless the sign-in was ended, replaced, or renewed by another process since. */
  renew(apiUrl: string, previous: TokenPair, pair: TokenPair): Promise<void>
  /** Forgets a sign-in and resolves to it, if there was one. */
  remove(apiUrl: string): Promise<Session | undefined>
}

type Stored = { version: 1; sessions: Record<string, Session> }

/** `folder` is the user's configuration folder for quiva; it is made when something is written. */
export function createSessions(folder: string): Sessions {
  const file = path.join(folder, 'session.json')

  async function readAll(): Promise<Stored> {
    let text: string
    try {
      text = await readFile(file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { version: 1, sessions: {} }
      throw error
    }
    const stored = parse(text)
    if (!stored) throw new CliError('failure', 'damaged_file', `${file} is damaged; remove it and run quiva login`)
    return stored
  }

  /** Commands that run at the same time, also for different gateways, must not undo each other's changes. */
  async function change<T>(edit: (sessions: Record<string, Session>) => T): Promise<T> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return withLock(`${file}.lock`, async () => {
      const stored = await readAll()
      const before = JSON.stringify(stored)
      const result = edit(stored.sessions)
      if (JSON.stringify(stored) !== before) await replaceFile(file, `${JSON.stringify(stored, null, 2)}\n`)
      return result
    })
  }

  return {
    file,
    async read(apiUrl) {
      return (await readAll()).sessions[apiUrl]
    },
    async save(apiUrl, session) {
      await change((sessions) => {
        sessions[apiUrl] = { id: randomUUID(), ...session }
      })
    },
    async renew(apiUrl, previous, pair) {
      await change((sessions) => {
        const stored = sessions[apiUrl]
        if (stored?.authToken === previous.authToken) Object.assign(stored, pair)
      })
    },
    async remove(apiUrl) {
      if (!(await readAll()).sessions[apiUrl]) return undefined
      return change((sessions) => {
        const removed = sessions[apiUrl]
        delete sessions[apiUrl]
        return removed
      })
    },
  }
}

function parse(text: string): Stored | undefined {
  try {
    const stored = JSON.parse(text) as Stored
    return stored.version === 1 && Object.values(stored.sessions).every(isSession) ? stored : undefined
  } catch {
    return undefined
  }
}

function isSession(value: Session): boolean {
  return [value.id, value.email, value.account, value.authToken, value.refreshToken].every(
    (member) => typeof member === 'string',
  )
}
