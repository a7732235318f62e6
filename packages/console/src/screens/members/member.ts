import type { Member } from '@quiva/client'
import type { Tone } from '../../parts/callout.tsx'
import type { TextName } from '../../texts/texts.ts'

/** What somebody is called: by name, or by address while no name is known. */
export const nameOf = ({ first_name: first, last_name: last, email }: Member) => `${first} ${last}`.trim() || email

export type MemberState = 'active' | 'suspended' | 'invited'

export function stateOf(member: Member): MemberState {
  if (member.invitation_pending) return 'invited'
  return member.is_suspended ? 'suspended' : 'active'
}

export const stateLooks = {
  active: { name: 'members.state.active', tone: 'good' },
  suspended: { name: 'members.state.suspended', tone: 'bad' },
  invited: { name: 'members.state.invited', tone: 'info' },
} as const satisfies Record<MemberState, { name: TextName; tone: Tone }>

/** The roles that can be given; there is one root user, and nobody gives that role away. */
export const assignableRoles = ['admin', 'developer', 'monitor', 'billing'] as const
export type AssignableRole = (typeof assignableRoles)[number]
