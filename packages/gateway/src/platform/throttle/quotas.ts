const MINUTE = 60
const QUARTER = 15 * MINUTE
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A quota that the operator sets: the name of the setting. */
export type QuotaSetting = 'rateLimitAnonymousPerMinute' | 'rateLimitPerCredentialPerSecond' | 'invitationsPerDay'

type Quota = {
  quota: number | QuotaSetting
  windowSeconds: number
  counts: 'all' | 'failures' | 'under way'
  /** Whether each gateway counts by itself, or all gateways that share a database count together. */
  by: 'each gateway' | 'all gateways'
}

/**
 * Everything that is limited, except what a key's own rate limit says (access/key-limits/key-rate-limits.ts). The names
 * are in the database, in the audit log and in the header RateLimit-Policy: a released one stays.
 */
export const quotas = {
  // Requests. Each gateway counts for itself: these protect its processor and memory, and must cost nothing.
  /** Requests without a credential, and refused credentials, from one network. */
  anonymous: { quota: 'rateLimitAnonymousPerMinute', windowSeconds: MINUTE, counts: 'all', by: 'each gateway' },
  /** Requests with one API key, its sessions included, or with one session of a user. */
  credential: { quota: 'rateLimitPerCredentialPerSecond', windowSeconds: 1, counts: 'all', by: 'each gateway' },
  /** Unreadable bodies from one sender: finding out costs the gateway more than it costs the sender. */
  'refused-body': { quota: 60, windowSeconds: MINUTE, counts: 'all', by: 'each gateway' },
  /**
   * Images of one user that are being uploaded at the same time: each is in memory. The window is when to try again.
   */
  uploads: { quota: 6, windowSeconds: 2, counts: 'under way', by: 'each gateway' },

  // Guesses. Nobody can guess a secret, and nobody can lock out somebody else (docs/decisions/0035).
  /** Wrong passwords and second factors of one user, from one network. */
  'sign-in': { quota: 5, windowSeconds: QUARTER, counts: 'failures', by: 'all gateways' },
  /** The same from all networks together, except the networks from which the user has signed in. */
  'sign-in-anywhere': { quota: 20, windowSeconds: QUARTER, counts: 'failures', by: 'all gateways' },
  /** Sign-ups with one address, from one network: as many as sign-ins, so that the limit does not tell who exists. */
  'sign-up': { quota: 5, windowSeconds: QUARTER, counts: 'failures', by: 'all gateways' },
  /** The same from all networks together. */
  'sign-up-anywhere': { quota: 20, windowSeconds: QUARTER, counts: 'failures', by: 'all gateways' },
  /** Wrong codes of sign-ups, from one network. */
  code: { quota: 10, windowSeconds: QUARTER, counts: 'failures', by: 'all gateways' },
  /** Wrong codes of sign-ups altogether: a code is valid without an address, so a guess is made against all of them. */
  codes: { quota: 1000, windowSeconds: HOUR, counts: 'failures', by: 'all gateways' },

  /** Wrong codes of devices, from one network: a code is valid without an address, as that of a sign-up. */
  'device-code': { quota: 10, windowSeconds: QUARTER, counts: 'failures', by: 'all gateways' },
  /** Wrong codes of devices, of one user from all networks. */
  'device-code-user': { quota: 10, windowSeconds: QUARTER, counts: 'failures', by: 'all gateways' },

  // Mails that anybody can ask for, without signing in (docs/decisions/0020).
  /** Links for a new password to one address. */
  'mail-reset': { quota: 1, windowSeconds: MINUTE, counts: 'all', by: 'all gateways' },
  /** Repeated confirmations to one mailbox. */
  'mail-confirmation': { quota: 1, windowSeconds: MINUTE, counts: 'all', by: 'all gateways' },
  /** Sign-ups that mail to one mailbox. */
  'mail-sign-up': { quota: 3, windowSeconds: HOUR, counts: 'all', by: 'all gateways' },
  /** Mails to one mailbox, whatever they are about. */
  'mail-day': { quota: 20, windowSeconds: DAY, counts: 'all', by: 'all gateways' },
  /** Those that are not about a password, so that a reset can always be mailed. */
  'mail-day-but-resets': { quota: 12, windowSeconds: DAY, counts: 'all', by: 'all gateways' },
  /** Those that repeat an earlier mail, so that a stranger's requests leave some for the mailbox's owner. */
  'mail-again-day': { quota: 6, windowSeconds: DAY, counts: 'all', by: 'all gateways' },

  // Mails that users cause. They cannot flood a mailbox through us.
  /** Invitations that one account sends to one address, including resent ones. */
  'invitations-to-one': { quota: 5, windowSeconds: DAY, counts: 'all', by: 'all gateways' },
  /** Invitations that one account sends. */
  invitations: { quota: 'invitationsPerDay', windowSeconds: DAY, counts: 'all', by: 'all gateways' },
  /** Invitations to one address, from all accounts together. */
  'invitations-to-address': { quota: 20, windowSeconds: DAY, counts: 'all', by: 'all gateways' },
  /** Changes of address that one user asks for. */
  'email-change': { quota: 5, windowSeconds: QUARTER, counts: 'all', by: 'all gateways' },
  /** Links to one new address that is to be proven. */
  'email-proof': { quota: 5, windowSeconds: DAY, counts: 'all', by: 'all gateways' },
  /** Mails that tell one user that somebody else wants their address. Beyond, only the mail is left out. */
  notice: { quota: 3, windowSeconds: HOUR, counts: 'all', by: 'all gateways' },
  /** Mails that tell one member of a change of their membership. Beyond, only the mail is left out. */
  'member-notice': { quota: 10, windowSeconds: HOUR, counts: 'all', by: 'all gateways' },
  /** Mails that tell one owner of a key that has rotated itself. Beyond, only the mail is left out. */
  'key-rotated': { quota: 3, windowSeconds: HOUR, counts: 'all', by: 'all gateways' },
  /** Codes that one user has mailed to themselves. */
  'email-code': { quota: 5, windowSeconds: QUARTER, counts: 'all', by: 'all gateways' },
  /** Contact forms of one user, refused ones too, so that nobody finds out addresses by trying them. */
  'contact-form': { quota: 10, windowSeconds: HOUR, counts: 'all', by: 'all gateways' },

  // Work that users cause.
  /** Changes of second factors by one user: each sends a mail, and may check a code. */
  factors: { quota: 20, windowSeconds: QUARTER, counts: 'all', by: 'all gateways' },
  /** Exports of the audit log by one user. */
  'audit-export': { quota: 10, windowSeconds: HOUR, counts: 'all', by: 'all gateways' },
  /** Mails that a webhook of one account was switched off. */
  'webhook-notice': { quota: 3, windowSeconds: HOUR, counts: 'all', by: 'all gateways' },
  /** Tests of webhooks, and events sent again, of one account: each is a request to somebody else's server. */
  'webhook-sends': { quota: 120, windowSeconds: HOUR, counts: 'all', by: 'all gateways' },
  /** Profile images that one user uploads: each is decoded and encoded. */
  image: { quota: 30, windowSeconds: QUARTER, counts: 'all', by: 'all gateways' },
  /** Parts of profile images that one user uploads. */
  'image-part': { quota: 600, windowSeconds: QUARTER, counts: 'all', by: 'all gateways' },
} as const satisfies Record<string, Quota>

type NamesOf<Counts extends Quota['counts']> = {
  [Name in keyof typeof quotas]: (typeof quotas)[Name]['counts'] extends Counts ? Name : never
}[keyof typeof quotas]

/** Quotas that count every event, whatever its result. */
export type LimiterName = NamesOf<'all'>

/** Quotas of tries at secrets, of which only the failed ones count in the end. */
export type TriesName = NamesOf<'failures'>
