import { Visitor } from 'vite'
import type { ESTree } from 'vite'
import { ENTRIES } from './import-rules.ts'
import type { Module } from './module.ts'

/** A file that is longer has two jobs. */
const MOST_LINES = 500

/** What reaches out of the program, or differs from one run to the next. */
const OUTSIDE = new Set([
  'addEventListener',
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'Date',
  'document',
  'fetch',
  'indexedDB',
  'localStorage',
  'location',
  'navigator',
  'performance',
  'process',
  'queueMicrotask',
  'requestAnimationFrame',
  'sessionStorage',
  'setInterval',
  'setTimeout',
  'WebSocket',
  'window',
  'Worker',
])

/** Statements that have no place outside functions. */
const STATEMENTS: ReadonlySet<string> = new Set([
  'BlockStatement',
  'DoWhileStatement',
  'ExpressionStatement',
  'ForInStatement',
  'ForOfStatement',
  'ForStatement',
  'IfStatement',
  'SwitchStatement',
  'ThrowStatement',
  'TryStatement',
  'WhileStatement',
])

type Statement = Module['body'][number]

export function tooLong(modules: readonly Module[]): string[] {
  return modules.filter(({ lines }) => lines > MOST_LINES).map(({ file, lines }) => `${file} has ${lines} lines`)
}

/** `export *`, and files that only pass on what others export. */
export function barrels(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, body }) => {
    const stars = body.filter(({ type }) => type === 'ExportAllDeclaration').map(() => `${file} has export *`)
    const passesOn = body.length > 0 && body.every(isPassingOn)
    return passesOn ? [...stars, `${file} only passes on what others export`] : stars
  })
}

function isPassingOn(statement: Statement): boolean {
  if (statement.type === 'ImportDeclaration' || statement.type === 'ExportAllDeclaration') return true
  return statement.type === 'ExportNamedDeclaration' && statement.declaration === null
}

/**
 * Files that do something when they are loaded, as far as can be told from one file: statements that are no
 * declarations, variables that change, and values taken from the outside. Entry files are meant to.
 */
export function sideEffects(modules: readonly Module[]): string[] {
  return modules
    .filter(({ file }) => !ENTRIES.includes(file))
    .flatMap(({ file, body }) => body.flatMap((statement) => effectOf(statement)).map((effect) => `${file} ${effect}`))
}

function effectOf(statement: Statement): string[] {
  const declared = statement.type === 'ExportNamedDeclaration' ? (statement.declaration ?? statement) : statement
  if (STATEMENTS.has(declared.type)) return [`has a ${declared.type} outside every function`]
  if (declared.type !== 'VariableDeclaration' || declared.declare === true) return []
  if (declared.kind !== 'const') return [`keeps a variable of the whole module: ${namesOf(declared)}`]
  return declared.declarations.flatMap(({ init }) => (init === null ? [] : outsideIn(init)))
}

function namesOf({ declarations }: ESTree.VariableDeclaration): string {
  return declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : id.type)).join(', ')
}

/** Names of the outside that an expression uses now, that is, not inside a function that may be called later. */
function outsideIn(expression: ESTree.Expression): string[] {
  const found: string[] = []
  let deferred = 0
  const enter = (): void => void (deferred += 1)
  const leave = (): void => void (deferred -= 1)
  const note = (name: string): void => {
    if (deferred === 0) found.push(`uses ${name} when it is loaded`)
  }
  new Visitor({
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    AwaitExpression: () => note('await'),
    MemberExpression({ object, property }) {
      if (object.type !== 'Identifier' || property.type !== 'Identifier') return
      if (OUTSIDE.has(object.name) || (object.name === 'Math' && property.name === 'random')) note(object.name)
    },
    CallExpression({ callee }) {
      if (callee.type === 'Identifier' && OUTSIDE.has(callee.name)) note(callee.name)
    },
    NewExpression({ callee }) {
      if (callee.type === 'Identifier' && OUTSIDE.has(callee.name)) note(callee.name)
    },
  }).visit(programOf(expression))
  return found
}

/** The visitor wants a whole program. */
function programOf(expression: ESTree.Expression): ESTree.Program {
  const { start, end } = expression
  const statement: ESTree.ExpressionStatement = { type: 'ExpressionStatement', expression, start, end }
  return {
    type: 'Program',
    body: [statement],
    sourceType: 'module',
    hashbang: null,
    comments: [],
    tokens: [],
    start,
    end,
  } as ESTree.Program
}
