/**
 * Job files: {@link dev.rollcall.source.JobFiles} reads {@code NAME.yaml}, checks every key, and hands out a {@link
 * dev.rollcall.source.Source}. Every error is a {@link dev.rollcall.directory.ConfigurationException} of one line:
 * file, line, key, and what is expected. Depends on {@code directory} only.
 */
@NullMarked
package dev.rollcall.source;

import org.jspecify.annotations.NullMarked;
