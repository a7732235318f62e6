import { type Content, prose, quote } from '../content.ts'

/** submitContactForm, to the platform's support or to a member of the writer's account. An answer goes to the writer. */
type ContactForm = {
  /** The writer's address, as they sign in with it. */
  from: string
  role: string
  /** Display name of the writer's account. */
  account: string
  accountId: string
  subject: string
  message: string
  /** The place in the application; empty if the writer named none. */
  location: string
  /** Empty if the writer gave none. */
  phoneNumber: string
  /** `email` or `phone`; empty if the writer chose none. */
  preferredContact: string
}

export function contactForm(mail: ContactForm): Content {
  return {
    subject: 'A Message From the Contact Form',
    replyTo: mail.from,
    blocks: [
      prose`${mail.from}, ${mail.role} of the account “${mail.account}” (${mail.accountId}), has written to you through the contact form. If you reply to this mail, the reply goes to that address.`,
      prose`Subject: ${mail.subject}`,
      quote(mail.message),
      ...(mail.location === '' ? [] : [prose`Written at: ${mail.location}`]),
      ...(mail.phoneNumber === '' ? [] : [prose`Phone: ${mail.phoneNumber}`]),
      ...(mail.preferredContact === '' ? [] : [prose`Preferred contact: ${mail.preferredContact}`]),
    ],
  }
}
