import type { Access } from '../../access/principal.ts'
import type { Targets } from '../../access/targets.ts'
import type { Server } from '../../transport/http/server.ts'
import type { ChangeAddress } from './address/change-address.ts'
import type { ChangeRole } from './change-role.ts'
import type { DeleteUser } from './delete-user.ts'
import type { LoginData } from './login-data.ts'
import { changeEmailAddressAction } from './operations/change-email-address-action.ts'
import { deleteUser } from './operations/delete-user.ts'
import { getUserLoginData } from './operations/get-user-login-data.ts'
import { listRoles } from './operations/list-roles.ts'
import { type ListMembers, listUsersByAccount, type PageOfMembers } from './operations/list-users-by-account.ts'
import { removeUser } from './operations/remove-user.ts'
import { requestEmailAddressChange } from './operations/request-email-address-change.ts'
import { suspendUser } from './operations/suspend-user.ts'
import { updateRole } from './operations/update-role.ts'
import { updateUser } from './operations/update-user.ts'
import type { RemoveMember } from './remove.ts'
import type { SuspendMember } from './suspend.ts'
import type { UpdateUser } from './update.ts'

export type UserServices = {
  targets: Targets
  getLoginData: (access: Access) => Promise<LoginData>
  updateUser: UpdateUser
  listMembers: ListMembers
  pageOfMembers: PageOfMembers
  changeRole: ChangeRole
  suspendMember: SuspendMember
  removeMember: RemoveMember
}

/** The operations on the caller's own settings and on the members of an account. */
export function userRoutes(
  app: Server,
  services: UserServices & { deleteUser: DeleteUser; changeAddress: ChangeAddress },
): void {
  getUserLoginData(app, services)
  updateUser(app, services)
  deleteUser(app, services)
  requestEmailAddressChange(app, services)
  changeEmailAddressAction(app, services)
  listUsersByAccount(app, services)
  listRoles(app)
  updateRole(app, services)
  suspendUser(app, services)
  removeUser(app, services)
}
