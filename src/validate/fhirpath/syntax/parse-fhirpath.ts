import { FhirPathSyntaxError } from '../fhirpath-error.ts';
import { parseDecimal } from '../values/decimal.ts';
import { calendarUnit } from '../values/quantity.ts';
import { booleanNode, decimalNode, integerNode, quantityNode, stringNode } from '../values/system-value.ts';
import type { BinaryOperator, Expression, TypeSpecifier } from './expression.ts';
import { partsOf } from './expression-parts.ts';
import { precedenceOf, SIGN_PRECEDENCE } from './precedence.ts';
import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';

const MAX_LENGTH = 50_000;
/** Brackets inside brackets. */
const MAX_NESTING = 100;
/** Parts inside parts. */
const MAX_DEPTH = 500;

/** Words that are operators between operands, but names where an operand is expected. */
const NAME_KEYWORDS: ReadonlySet<string> = new Set(['as', 'contains', 'in', 'is']);

const TEMPORAL_TYPES = { date: 'System.Date', dateTime: 'System.DateTime', time: 'System.Time' };

/**
 * Reads an expression. Throws FhirPathSyntaxError, with the position, for what is not FHIRPath, and for an expression
 * that is too long or too deep to be meant.
 * @source http://hl7.org/fhirpath/N1/grammar.html
 */
export function parseFhirPath(text: string): Expression {
  if (text.length > MAX_LENGTH) throw new FhirPathSyntaxError('The expression is too long', MAX_LENGTH);
  const parser = new Parser(tokenize(text));
  const expression = parser.parseExpression(0);
  parser.expectEnd();
  expectShallow(expression);
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #nesting = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  expectEnd(): void {
    const token = this.#peek();
    if (token.kind !== 'end') throw unexpected(token);
  }

  /** Reads operands as long as the operators between them bind more than `least`. */
  parseExpression(least: number): Expression {
    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING) throw new FhirPathSyntaxError('The expression is too deep', this.#peek().at);
    let left = this.#parseOperand();
    for (;;) {
      const token = this.#peek();
      const precedence = token.kind === 'word' || token.kind === 'symbol' ? precedenceOf(token.text) : undefined;
      if (precedence === undefined || precedence <= least) break;
      this.#next += 1;
      left = this.#parseOperation(left, token, precedence);
    }
    this.#nesting -= 1;
    return left;
  }

  #parseOperation(left: Expression, { text, at }: Token, precedence: number): Expression {
    if (text === 'is' || text === 'as') {
      return { kind: 'type', operator: text, operand: left, type: this.#parseType(), at };
    }
    const right = this.parseExpression(precedence);
    return { kind: 'binary', operator: text as BinaryOperator, left, right, at };
  }

  #parseType(): TypeSpecifier {
    const name = this.#parseName();
    if (!this.#takeSymbol('.')) return { namespace: undefined, name };
    return { namespace: name, name: this.#parseName() };
  }

  #parseOperand(): Expression {
    const { kind, text, at } = this.#peek();
    if (kind === 'symbol' && (text === '-' || text === '+')) {
      this.#next += 1;
      return { kind: 'sign', sign: text, operand: this.parseExpression(SIGN_PRECEDENCE - 1), at };
    }
    let expression = this.#parseTerm();
    for (;;) {
      const { at: dotAt } = this.#peek();
      if (this.#takeSymbol('.')) expression = this.#parseInvocation(expression);
      else if (this.#takeSymbol('[')) {
        const index = this.parseExpression(0);
        this.#expectSymbol(']');
        expression = { kind: 'indexer', of: expression, index, at: dotAt };
      } else return expression;
    }
  }

  #parseTerm(): Expression {
    const token = this.#peek();
    const { kind, text, at } = token;
    switch (kind) {
      case 'string':
        this.#next += 1;
        return { kind: 'literal', node: stringNode(text), at };
      case 'number':
        return this.#parseNumber();
      case 'date':
      case 'dateTime':
      case 'time':
        this.#next += 1;
        return { kind: 'literal', node: { type: TEMPORAL_TYPES[kind], value: text.replace(/T$/, '') }, at };
      case 'variable':
        this.#next += 1;
        return { kind: 'variable', name: text, at };
      case 'symbol':
        return this.#parseBracketed(token);
      case 'end':
        throw unexpected(token);
      default:
        return this.#parseWord(token);
    }
  }

  #parseWord(token: Token): Expression {
    const { kind, text, at } = token;
    if (kind === 'word' && (text === 'true' || text === 'false')) {
      this.#next += 1;
      return { kind: 'literal', node: booleanNode(text === 'true'), at };
    }
    if (kind === 'word' && precedenceOf(text) !== undefined && !NAME_KEYWORDS.has(text)) throw unexpected(token);
    return this.#parseInvocation(undefined);
  }

  #parseBracketed(token: Token): Expression {
    if (this.#takeSymbol('(')) {
      const expression = this.parseExpression(0);
      this.#expectSymbol(')');
      return expression;
    }
    if (!this.#takeSymbol('{')) throw unexpected(token);
    this.#expectSymbol('}');
    return { kind: 'empty', at: token.at };
  }

  /** A number, or with a unit after it a quantity: `4 'mg'`, `4 days`. */
  #parseNumber(): Expression {
    const { text, at } = this.#take();
    const value = parseDecimal(text);
    if (value === undefined) throw new FhirPathSyntaxError('A number is too long', at);
    const { kind, text: unit } = this.#peek();
    const word = kind === 'word' ? calendarUnit(unit) : undefined;
    if (word !== undefined || kind === 'string') {
      this.#next += 1;
      const system = word === undefined ? 'ucum' : 'calendar';
      return { kind: 'literal', node: quantityNode({ value, unit: word ?? unit, system }), at };
    }
    const isInteger = value.scale === 0 && value.units <= 2147483647n && !text.includes('.');
    return { kind: 'literal', node: isInteger ? integerNode(Number(text)) : decimalNode(value), at };
  }

  #parseInvocation(of: Expression | undefined): Expression {
    const { kind, text, at } = this.#peek();
    if (kind === 'special') {
      if (of !== undefined) throw unexpected(this.#peek());
      this.#next += 1;
      return { kind: 'special', name: text as '$this', at };
    }
    const name = this.#parseName();
    if (!this.#takeSymbol('(')) return { kind: 'member', of, name, at };
    return { kind: 'call', of, name, parameters: this.#parseParameters(), at };
  }

  #parseParameters(): readonly Expression[] {
    const parameters: Expression[] = [];
    if (this.#takeSymbol(')')) return parameters;
    do parameters.push(this.parseExpression(0));
    while (this.#takeSymbol(','));
    this.#expectSymbol(')');
    return parameters;
  }

  #parseName(): string {
    const token = this.#take();
    if (token.kind !== 'word' && token.kind !== 'delimited') throw unexpected(token);
    return token.text;
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  #takeSymbol(symbol: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== 'symbol' || text !== symbol) return false;
    this.#next += 1;
    return true;
  }

  #expectSymbol(symbol: string): void {
    const token = this.#peek();
    if (!this.#takeSymbol(symbol)) throw unexpected(token);
  }
}

/** Chains of operators and dots are evaluated one inside the other: they are bounded too. */
function expectShallow(expression: Expression): void {
  const left: { readonly part: Expression; readonly depth: number }[] = [{ part: expression, depth: 1 }];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    const depth = one.depth + 1;
    if (depth > MAX_DEPTH) throw new FhirPathSyntaxError('The expression is too deep', one.part.at);
    for (const part of partsOf(one.part)) left.push({ part, depth });
  }
}

function unexpected({ kind, text, at }: Token): FhirPathSyntaxError {
  return new FhirPathSyntaxError(kind === 'end' ? 'Unexpected end' : `Unexpected ${JSON.stringify(text)}`, at);
}
