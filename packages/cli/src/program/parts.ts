import type { Command } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { type AskStreams, createAsk } from '../ask.ts'
import { createConnect } from '../connect.ts'
import { readEnvironment } from '../environment.ts'
import { createOutput, type OutputStreams } from '../output.ts'
import { createSessions } from '../sessions.ts'

/** Where a command reads and writes; `isTTY` where a person sits. */
export type Streams = AskStreams & OutputStreams

/** What commands are made of, once the option that all of them share is read. */
export type MakeParts = ReturnType<typeof createMakeParts>

export function createMakeParts(
  program: Command,
  variables: Record<string, string | undefined>,
  streams: Streams,
  asJson: boolean,
) {
  const output = createOutput(streams, asJson)
  const { apiKey, password, newPassword, mfaCode, configFolder } = readEnvironment(variables)
  const ask = createAsk(streams)
  const { stdin } = streams

  return function parts() {
    const { apiUrl } = program.opts<{ apiUrl: string }>()
    const sessions = createSessions(configFolder)
    const connect = createConnect({ apiUrl, apiKey, sessions, version: manifest.version })
    const hasApiKey = apiKey !== undefined
    return { apiUrl, output, stdin, sessions, connect, ask, password, newPassword, mfaCode, apiKey, hasApiKey }
  }
}
