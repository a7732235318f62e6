import { createRoute, redirect } from '@tanstack/react-router'
import { publicScreens, type SignInSearch, screen } from '../../routes/root.tsx'

const signIn = createRoute({
  getParentRoute: () => publicScreens,
  path: '/sign-in',
  // Only a path of this console: a sign-in never leads elsewhere.
  validateSearch: ({ to }: Record<string, unknown>): SignInSearch =>
    typeof to === 'string' && /^\/(?![/\\])/.test(to) ? { to } : {},
  beforeLoad: ({ context: { gateway }, search }) => {
    if (gateway.session.getState().kind === 'in') throw redirect({ href: search.to ?? '/' })
  },
  component: screen('sign-in', () => import('./sign-in-screen.tsx'), 'SignInScreen'),
})

export const signInRoutes = [signIn] as const
