/**
 * The development default, {@code ./mvnw spring-boot:test-run}: the main job on {@linkplain dev.rollcall.sandbox
 * sandbox} directories that change a little at each run, and on a PostgreSQL that keeps its data in between.
 */
@NullMarked
package dev.rollcall.development;

import org.jspecify.annotations.NullMarked;
