import { createRoute, redirect } from '@tanstack/react-router'
import { publicScreens, type SignInSearch, screen } from '../../routes/root.tsx'
import { isOwnPath } from '../../session/way.ts'

const signIn = createRoute({
  getParentRoute: () => publicScreens,
  path: '/sign-in',
  validateSearch: ({ to, problem }: Record<string, unknown>): SignInSearch => ({
    ...(isOwnPath(to) && { to }),
    ...(problem === 'oauth' && { problem }),
  }),
  beforeLoad: ({ context: { gateway }, search }) => {
    if (gateway.session.getState().kind === 'in') throw redirect({ to: search.to ?? '/' })
  },
  component: screen('sign-in', () => import('./sign-in-screen.tsx'), 'SignInScreen'),
})

const signUp = createRoute({
  getParentRoute: () => publicScreens,
  path: '/sign-up',
  beforeLoad: ({ context: { gateway } }) => {
    if (gateway.session.getState().kind === 'in') throw redirect({ to: '/' })
  },
  component: screen('sign-in', () => import('./sign-up-screen.tsx'), 'SignUpScreen'),
})

const forgotPassword = createRoute({
  getParentRoute: () => publicScreens,
  path: '/forgot-password',
  component: screen('sign-in', () => import('./forgot-password-screen.tsx'), 'ForgotPasswordScreen'),
})

/** Where the session of a suspended account waits. */
const suspended = createRoute({
  getParentRoute: () => publicScreens,
  path: '/suspended',
  beforeLoad: ({ context: { gateway } }) => {
    if (gateway.session.getState().kind !== 'suspended') throw redirect({ to: '/' })
  },
  component: screen('sign-in', () => import('./suspended-screen.tsx'), 'SuspendedScreen'),
})

export const signInRoutes = [signIn, signUp, forgotPassword, suspended] as const
