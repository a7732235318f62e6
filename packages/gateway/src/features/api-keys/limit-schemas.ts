import { type Static, type TNull, type TOptional, type TUnion, Type } from 'typebox'
import { allLimits, type Limit, type LimitColumns, ofEach } from '../../access/key-limits/key-limits.ts'

/** The limits that a request may set when a key is issued. */
export const limitsToIssue = ofEach<{ [L in Limit as L['member']]: TOptional<L['setting']> }>(
  allLimits.map(([, { member, setting }]) => [member, Type.Optional(setting)]),
)

/** The limits that a change may set; null removes a limit. */
export const limitsToChange = ofEach<{ [L in Limit as L['member']]: TOptional<TUnion<[L['setting'], TNull]>> }>(
  allLimits.map(([, { member, setting }]) => [member, Type.Optional(Type.Union([setting, Type.Null()]))]),
)

/** A key's own limits as lists show them; null means no limit. The limits of the key that issued it apply too. */
export const shownLimits = ofEach<{ [L in Limit as L['member']]: TUnion<[L['shown'], TNull]> }>(
  allLimits.map(([, { member, shown, shownNull }]) => [
    member,
    Type.Union([shown, Type.Null()], { description: shownNull }),
  ]),
)

type ShownLimits = { [L in Limit as L['member']]: Static<L['shown']> | null }

export function shownLimitsOf(columns: LimitColumns): ShownLimits {
  return ofEach<ShownLimits>(allLimits.map(([, limit]) => [limit.member, limit.show(columns)]))
}
