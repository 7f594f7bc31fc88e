import { AppError, codeOf } from '#shared/errors.ts'
import type { AppToken, AppTokens } from '#main/storage/app-tokens.ts'
import { openLibrary, type OpenLibraryOptions } from '#main/storage/open-library.ts'

/** What to do about the tokens that programs join with. */
export type TokenAction =
  | { readonly kind: 'issue'; readonly name: string }
  | { readonly kind: 'list' }
  | { readonly kind: 'revoke'; readonly id: string }

/**
 * Does it in the library of a folder, which must not be open elsewhere, and returns what to print.
 * @throws AppError why the library cannot be opened, or what is wrong with the request
 */
export function manageTokens(library: OpenLibraryOptions, action: TokenAction, json: boolean): string {
  const opened = openForTokens(library)
  try {
    const { appTokens } = opened
    switch (action.kind) {
      case 'issue':
        return issued(appTokens.issue(action.name), json)
      case 'list':
        return listed(appTokens.list(), json)
      case 'revoke':
        return revoked(appTokens, action.id, json)
    }
  } finally {
    opened.dispose()
  }
}

function openForTokens(library: OpenLibraryOptions) {
  try {
    return openLibrary(library)
  } catch (error) {
    if (codeOf(error, 'storage/failed') !== 'storage/locked') throw error
    throw new AppError(
      'storage/locked',
      'DrawNet has these boards open, so app tokens cannot be changed now. Close it, run this again, and start it anew.',
      {},
      error,
    )
  }
}

function issued({ id, name, token }: ReturnType<AppTokens['issue']>, json: boolean): string {
  if (json) return line({ id, name, token })
  return `App token for “${name}” (${id}). It is shown this once; keep it secret:\n${token}\n`
}

function listed(tokens: readonly AppToken[], json: boolean): string {
  if (json) return line({ tokens })
  if (tokens.length === 0) return 'There are no app tokens.\n'
  return tokens.map(({ id, name, createdAt }) => `${id}  ${dayOf(createdAt)}  ${name}\n`).join('')
}

function revoked(tokens: AppTokens, id: string, json: boolean): string {
  if (!tokens.revoke(id)) {
    throw new AppError(
      'call/bad-arguments',
      `There is no app token “${id}”. drawnet token --list shows those there are.`,
    )
  }
  return json ? line({ revoked: id }) : `Revoked. The program that used ${id} cannot join any more.\n`
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}
