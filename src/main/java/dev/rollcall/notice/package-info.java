/**
 * What is told of runs beyond their own output. {@link dev.rollcall.notice.Outbox} keeps notices, written in the very
 * transaction that they tell of; {@link dev.rollcall.notice.NoticeDelivery} sends them to a source's webhook once that
 * has committed, at least once each, in order. No message, log or table has a webhook's URL or a secret.
 */
@NullMarked
package dev.rollcall.notice;

import org.jspecify.annotations.NullMarked;
