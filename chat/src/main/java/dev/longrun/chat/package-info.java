/**
 * Chat templates: from messages to the text that a model reads. Read first: {@link dev.longrun.chat.ChatTemplate} (what
 * others use), {@link dev.longrun.chat.Lexer}, {@link dev.longrun.chat.Parser}, {@link dev.longrun.chat.Expr} and
 * {@link dev.longrun.chat.Statement} (what a template is), {@link dev.longrun.chat.Interpreter} and
 * {@link dev.longrun.chat.Evaluator} (what it does), {@link dev.longrun.chat.Budget} (what it may use up).
 */
package dev.longrun.chat;
