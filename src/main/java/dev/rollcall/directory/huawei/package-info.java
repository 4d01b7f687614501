/**
 * Huawei Cloud IAM Identity Center, through the vendor's SDK.
 *
 * <p>The SDK knows the endpoints, finds keys and signs; {@link dev.rollcall.directory.huawei.HuaweiTransport} sends. The
 * SDK's own client bounds neither the time nor the size of an answer, and its typed responses drop member kinds that
 * they do not know, refuse a page because of fields that Rollcall never reads, and have no headers. {@link
 * dev.rollcall.directory.huawei.HuaweiRecords} reads every response as it came.
 */
@NullMarked
package dev.rollcall.directory.huawei;

import org.jspecify.annotations.NullMarked;
