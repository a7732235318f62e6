import type { Stripe } from 'stripe'
import { invalidRequest } from './failure.ts'
import type { Params } from './form.ts'
import { make, makePhase, newStripeId, seconds } from './objects.ts'
import { emit, priceIn, type State, scheduleIn, subscriptionIn } from './state.ts'
import { isActive, lengthOf, listOf, makeItem } from './subscriptions.ts'

type Line = { price: string; quantity?: string; discounts?: object[]; tax_rates?: string[] }
type PhaseParams = {
  items: Line[]
  start_date?: string
  end_date?: string
  duration?: { interval: string; interval_count?: string }
  discounts?: { coupon?: string; discount?: string; promotion_code?: string }[]
  metadata?: Record<string, string>
  proration_behavior?: string
}

/** POST /v1/subscription_schedules */
export function createSchedule(state: State, params: Params): Stripe.SubscriptionSchedule {
  const { from_subscription: id, ...others } = params as { from_subscription?: string }
  if (id === undefined) throw new Error('only schedules of existing subscriptions are known here')
  if (Object.keys(others).length > 0)
    throw invalidRequest('You cannot set any other parameter with `from_subscription`', { param: 'from_subscription' })
  const subscription = subscriptionIn(state, id)
  if (!isActive(subscription)) throw invalidRequest('You cannot migrate a subscription that has ended')
  if (subscription.schedule !== null)
    throw invalidRequest('You cannot migrate a subscription that is already attached to a schedule')
  const [first] = subscription.items.data
  const dates = { start_date: first?.current_period_start ?? 0, end_date: first?.current_period_end ?? 0 }
  const lines = subscription.items.data.map(({ price, quantity }) => ({
    price: price.id,
    quantity: String(quantity ?? 1),
  }))
  const schedule = make('subscription_schedule', {
    id: newStripeId('sub_sched'),
    customer: subscription.customer as string,
    subscription: id,
    status: 'active',
    end_behavior: 'release',
    current_phase: dates,
    phases: [
      makePhase({
        ...dates,
        currency: subscription.currency,
        items: lines.map(toPhaseItem),
        discounts: subscription.discounts.map((discount) => ({
          coupon: null,
          discount: discount as string,
          promotion_code: null,
        })),
      }),
    ],
    livemode: state.livemode,
  })
  state.schedules.set(schedule.id, schedule)
  subscription.schedule = schedule.id
  emit(state, 'subscription_schedule.created', schedule)
  return schedule
}

function toPhaseItem({ price, quantity, discounts = [], tax_rates: rates = [] }: Line) {
  const [example] = makePhase({}).items
  const members = { price, quantity: Number(quantity ?? 1), discounts, tax_rates: rates, billing_thresholds: null }
  return { ...example, ...members } as unknown as Stripe.SubscriptionSchedule.Phase.Item
}

type UpdateParams = { phases?: PhaseParams[]; end_behavior?: string; metadata?: Record<string, string> }

/** POST /v1/subscription_schedules/:id */
export function updateSchedule(state: State, id: string, params: Params): Stripe.SubscriptionSchedule {
  const schedule = scheduleIn(state, id)
  if (schedule.status !== 'active') throw invalidRequest('You cannot update a schedule that is not active')
  const { phases, end_behavior: endBehaviour, metadata } = params as unknown as UpdateParams
  if (metadata) Object.assign(schedule.metadata ?? {}, metadata)
  if (endBehaviour !== undefined) schedule.end_behavior = endBehaviour
  if (phases) setPhases(state, schedule, phases)
  emit(state, 'subscription_schedule.updated', schedule)
  return schedule
}

function setPhases(state: State, schedule: Stripe.SubscriptionSchedule, wanted: PhaseParams[]): void {
  if (Number(wanted[0]?.start_date) !== schedule.current_phase?.start_date)
    throw invalidRequest('You can not modify the start date of the current phase', { param: 'phases[0][start_date]' })
  let start = Number(wanted[0]?.start_date)
  schedule.phases = wanted.map((phase) => {
    if ((phase.end_date === undefined) === (phase.duration === undefined))
      throw invalidRequest('You must pass one of `end_date` and `duration`')
    const prices = phase.items.map(({ price }) => priceIn(state, price, 'phases[0][items][0][price]'))
    const end = phase.end_date === undefined ? start + Math.max(...prices.map(lengthOf)) : Number(phase.end_date)
    const made = makePhase({
      start_date: start,
      end_date: end,
      items: phase.items.map(toPhaseItem),
      discounts: (phase.discounts ?? []).map((one) => ({ coupon: null, discount: null, promotion_code: null, ...one })),
      metadata: phase.metadata ?? {},
      proration_behavior: phase.proration_behavior ?? 'create_prorations',
    })
    start = end
    return made
  })
  // The subscription takes over everything from the current phase, discounts included.
  const subscription = subscriptionIn(state, schedule.subscription as string)
  subscription.discounts = (schedule.phases[0]?.discounts ?? []).flatMap(
    ({ discount }) => (discount as string | null) ?? [],
  )
  schedule.current_phase = {
    start_date: schedule.phases[0]?.start_date ?? 0,
    end_date: schedule.phases[0]?.end_date ?? 0,
  }
}

/** POST /v1/subscription_schedules/:id/release */
export function releaseSchedule(state: State, id: string): Stripe.SubscriptionSchedule {
  const schedule = scheduleIn(state, id)
  if (schedule.status !== 'active') throw invalidRequest('You cannot release a schedule that is not active')
  const subscription = subscriptionIn(state, schedule.subscription as string)
  subscription.schedule = null
  Object.assign(schedule, {
    status: 'released',
    released_at: seconds(),
    released_subscription: subscription.id,
    subscription: null,
    current_phase: null,
  })
  emit(state, 'subscription_schedule.released', schedule)
  return schedule
}

/** Begins the next phase; if there is none, the schedule is completed. */
export function enterNextPhase(state: State, subscription: Stripe.Subscription): void {
  const schedule = scheduleIn(state, subscription.schedule as string)
  const current = schedule.phases.findIndex(({ start_date: start }) => start === schedule.current_phase?.start_date)
  const next = schedule.phases[current + 1]
  if (!next) {
    releaseSchedule(state, schedule.id)
    return
  }
  schedule.current_phase = { start_date: next.start_date, end_date: next.end_date }
  const items = next.items.map(({ price, quantity }) =>
    makeItem(state, subscription.id, { price: price as string, quantity: quantity ?? 1 }, next.start_date),
  )
  subscription.items = listOf(items, subscription.id)
  emit(state, 'subscription_schedule.updated', schedule)
}
