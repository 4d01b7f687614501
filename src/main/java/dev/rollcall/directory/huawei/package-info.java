/**
 * Huawei Cloud IAM Identity Center behind the {@linkplain dev.rollcall.directory.Directory port}, through the vendor's
 * SDK. One door: {@link dev.rollcall.directory.huawei.HuaweiProvider}.
 *
 * <p>The SDK chooses endpoints, signs and sends. Its typed answers are not used: they drop member kinds that they do
 * not know, refuse a page for the sake of fields that Rollcall never reads, and come without headers. So {@link
 * dev.rollcall.directory.huawei.AnswerTaker} takes every answer as it came, and {@link
 * dev.rollcall.directory.huawei.Row} reads it.
 */
@NullMarked
package dev.rollcall.directory.huawei;

import org.jspecify.annotations.NullMarked;
