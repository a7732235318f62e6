import type { Catalogue } from '../../platform/branding/texts.ts'

/**
 * What the console says to somebody who is not signed in, as far as branding.json may replace it: by the names that the
 * console gives its texts (packages/console/src/texts/en/sign-in.ts).
 */
export const consoleTexts = {
  console: {
    'sign-in.title': 'Sign in',
    'sign-in.intro': '',
    'sign-in.passkey': 'Sign in with a passkey',
    'sign-in.oauth': 'Sign in with single sign-on',
    'sign-up.title': 'Create an account',
    'sign-up.intro': 'You become its root user, and can invite others.',
    'sign-up.closed.title': 'Accounts are by invitation',
    'sign-up.closed.text': 'On this gateway, nobody can create an account. Ask an administrator to invite you.',
  },
} as const satisfies Catalogue
