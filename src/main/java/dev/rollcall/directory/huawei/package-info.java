/**
 * Huawei Cloud IAM Identity Center, through the vendor's SDK.
 *
 * <p>The SDK chooses endpoints, signs and sends. Its typed responses are not used: they drop member kinds that they do
 * not know, refuse a page because of fields that Rollcall never reads, and have no headers. So {@link
 * dev.rollcall.directory.huawei.HuaweiResponseCapture} takes every response as it came, and {@link
 * dev.rollcall.directory.huawei.HuaweiRecords} reads it.
 */
@NullMarked
package dev.rollcall.directory.huawei;

import org.jspecify.annotations.NullMarked;
