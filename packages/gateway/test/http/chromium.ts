import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser'
import { type Browser, chromium } from 'playwright-core'
import { findProgram } from '../run/programs.ts'
import { close } from './loopback.ts'

/** The global that the bundle defines in the page. */
declare const SimpleWebAuthnBrowser: typeof import('@simplewebauthn/browser')

/** Starts a real browser; it can run as root. */
export async function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findProgram('chromium') ?? '', args: ['--no-sandbox'] })
}

/** A page on `localhost` (browsers make no passkeys for 127.0.0.1) that has @simplewebauthn/browser and nothing else. */
export async function servePasskeyPage(): Promise<{ origin: string; close(): Promise<void> }> {
  const library = path.dirname(createRequire(import.meta.url).resolve('@simplewebauthn/browser'))
  const script = await readFile(path.join(library, '../dist/bundle/index.umd.min.js'))
  const server = createServer((request, response) => {
    const isScript = request.url === '/webauthn.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><title>Passkeys</title><script src="/webauthn.js"></script>')
  })
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://localhost:${port}`, close: () => close(server) }
}

/** A passkey in an authenticator, as the browser's protocol for tests shows it. */
export type StoredPasskey = { credentialId: string; privateKey: string; signCount: number; rpId?: string }

/** A page with a virtual authenticator of its own. */
export type Tab = {
  create(options: PublicKeyCredentialCreationOptionsJSON): Promise<RegistrationResponseJSON>
  get(options: PublicKeyCredentialRequestOptionsJSON): Promise<AuthenticationResponseJSON>
  /** The passkeys in the authenticator. */
  stored(): Promise<StoredPasskey[]>
  /** Puts passkeys into it, as copying an authenticator would. */
  put(passkeys: StoredPasskey[]): Promise<void>
  close(): Promise<void>
}

export async function openTab(
  browser: Browser,
  origin: string,
  { verifiesUser = true }: { verifiesUser?: boolean } = {},
): Promise<Tab> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(origin)
  const devTools = await context.newCDPSession(page)
  await devTools.send('WebAuthn.enable')
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: verifiesUser ? 'internal' : 'usb',
      hasResidentKey: verifiesUser,
      hasUserVerification: verifiesUser,
      isUserVerified: verifiesUser,
      automaticPresenceSimulation: true,
    },
  })
  return {
    create: (options) =>
      page.evaluate((optionsJSON) => SimpleWebAuthnBrowser.startRegistration({ optionsJSON }), options),
    get: (options) =>
      page.evaluate((optionsJSON) => SimpleWebAuthnBrowser.startAuthentication({ optionsJSON }), options),
    async stored() {
      const { credentials } = await devTools.send('WebAuthn.getCredentials', { authenticatorId })
      return credentials
    },
    async put(passkeys) {
      await devTools.send('WebAuthn.clearCredentials', { authenticatorId })
      for (const passkey of passkeys) {
        const credential = { isResidentCredential: false, ...passkey }
        await devTools.send('WebAuthn.addCredential', { authenticatorId, credential })
      }
    },
    close: () => context.close(),
  }
}
