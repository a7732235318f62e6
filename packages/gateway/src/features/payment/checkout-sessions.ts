import type { Stripe } from 'stripe'
import type { Calls } from './stripe-client.ts'
import { isMissing } from './stripe-errors.ts'

/**
 * Closes the pages on which the customer could still subscribe; `newestStays` leaves the newest one open. Two requests
 * at the same instant keep the same page open, so that nobody can pay twice.
 */
export async function expireSessions(calls: Calls, customer: string, newestStays = false): Promise<void> {
  const { stripe, reading, changing } = calls
  const open = await listOpen(calls, customer)
  open.sort((a, b) => b.created - a.created || (a.id < b.id ? 1 : -1))
  for (const { id } of newestStays ? open.slice(1) : open) {
    try {
      await stripe.checkout.sessions.expire(id, {}, changing(`expire/${id}`))
    } catch (error) {
      const now = await stripe.checkout.sessions.retrieve(id, {}, reading())
      // The session was paid or expired at this very moment; the subscription shows the result.
      if (now.status === 'open') throw error
    }
  }
}

async function listOpen({ stripe, reading }: Calls, customer: string): Promise<Stripe.Checkout.Session[]> {
  try {
    return (await stripe.checkout.sessions.list({ customer, status: 'open', limit: 100 }, reading())).data
  } catch (error) {
    if (isMissing(error, 'customer')) return []
    throw error
  }
}
