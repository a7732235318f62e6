import { findAcceptedMember } from '../../access/directory/memberships.ts'
import type { Access } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import { parseEmail } from '../../platform/values/email.ts'
import type { SendMail } from '../../transport/mail/work.ts'

export type ContactForm = {
  to: string
  subject: string
  message: string
  location?: string | undefined
  phoneNumber?: string | undefined
  preferredContact?: 'email' | 'phone' | undefined
}

/** submitContactForm */
export type SendContactForm = (access: Access, form: ContactForm, origin: Origin) => Promise<void>

type Deps = {
  database: Database
  throttle: Throttle
  sendMail: SendMail
  /** The setting SUPPORT_ADDRESSES, normalised. */
  supportAddresses: readonly string[]
}

/**
 * Mails a member's message to the platform's support or to another member of the account. Any other recipient is
 * refused with the same answer, known or unknown: otherwise anybody could send mail in the gateway's name.
 */
export function createSendContactForm({ database, throttle, sendMail, supportAddresses }: Deps): SendContactForm {
  /** Refused forms count too, so that nobody finds out addresses by trying. */
  const formsPerUser = throttle.limiter('contact-form')

  return async function send({ principal, account }, form, origin) {
    const to = parseEmail(form.to, '/body/to_email')
    if (form.message.trim() === '') throw invalid('/body/message', 'must not be empty')
    await formsPerUser.count(principal.userId)
    const { accountId } = principal
    const memberId = await findAcceptedMember(database.read, accountId, to)
    const isSupport = supportAddresses.includes(to)
    if (memberId === undefined && !isSupport) throw new Refusal('unknown_recipient')
    await database.transaction(async (tx) => {
      await recheckInTransaction(tx, principal, 'submitContactForm', 'self')
      await sendMail(tx, {
        template: 'contact-form',
        to,
        from: principal.email,
        role: principal.role,
        account: account.display_name,
        accountId,
        subject: form.subject,
        message: form.message,
        location: form.location ?? '',
        phoneNumber: form.phoneNumber ?? '',
        preferredContact: form.preferredContact ?? '',
      })
      await record(tx, {
        action: 'contact_form.submitted',
        accountId,
        actor: principal,
        origin,
        ...(memberId !== undefined && { target: { type: 'user', id: memberId } }),
        details: { support: isSupport },
      })
    })
  }
}
