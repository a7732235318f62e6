import { type Content, quote, say } from '../content.ts'

export const contactFormTexts = {
  subject: 'A Message From the Contact Form',
  paragraph_1:
    '{from}, {role} of the account “{account}” ({account_id}), has written to you through the contact form. If you reply to this mail, the reply goes to that address.',
  paragraph_2: 'Subject: {subject}',
  paragraph_3: 'Written at: {location}',
  paragraph_4: 'Phone: {phone_number}',
  paragraph_5: 'Preferred contact: {preferred_contact}',
} as const

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
    subject: contactFormTexts.subject,
    replyTo: mail.from,
    blocks: [
      say(contactFormTexts.paragraph_1, {
        from: mail.from,
        role: mail.role,
        account: mail.account,
        account_id: mail.accountId,
      }),
      say(contactFormTexts.paragraph_2, { subject: mail.subject }),
      quote(mail.message),
      ...(mail.location === '' ? [] : [say(contactFormTexts.paragraph_3, { location: mail.location })]),
      ...(mail.phoneNumber === '' ? [] : [say(contactFormTexts.paragraph_4, { phone_number: mail.phoneNumber })]),
      ...(mail.preferredContact === ''
        ? []
        : [say(contactFormTexts.paragraph_5, { preferred_contact: mail.preferredContact })]),
    ],
  }
}
