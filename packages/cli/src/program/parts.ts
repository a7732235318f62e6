import type { Command } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { type AskStreams, createAsk } from '../ask.ts'
import { openBrowser } from '../browser.ts'
import { createConnect } from '../connect.ts'
import { readEnvironment, refuseUnknownVariables } from '../environment.ts'
import { DEFAULT_API_URL } from '../options.ts'
import { createOutput, type OutputStreams } from '../output.ts'
import { createSessions, rememberedApiUrl } from '../sessions.ts'

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
  const { stdin, stderr } = streams
  const inBrowser = (address: string) => ask.somebodyIsThere && openBrowser(address, variables)

  return function parts() {
    refuseUnknownVariables(variables)
    const given = program.opts<{ apiUrl?: string; profile?: string }>()
    // The parser makes an empty text of an empty variable, which counts as unset.
    const profile = given.profile || undefined
    const apiUrl = given.apiUrl || rememberedApiUrl(configFolder, profile) || DEFAULT_API_URL
    const sessions = createSessions(configFolder, profile)
    // Who names a sign-in means that, whatever the environment says.
    const usedKey = profile === undefined ? apiKey : undefined
    const connect = createConnect({ apiUrl, profile, apiKey: usedKey, sessions, version: manifest.version })
    const hasApiKey = usedKey !== undefined
    return {
      apiUrl,
      output,
      stdin,
      stderr,
      sessions,
      connect,
      ask,
      password,
      newPassword,
      mfaCode,
      apiKey: usedKey,
      hasApiKey,
      openBrowser: inBrowser,
    }
  }
}
