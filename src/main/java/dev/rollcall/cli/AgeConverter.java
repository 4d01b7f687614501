package dev.rollcall.cli;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.store.retention.RetentionPeriod;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how old something may get. */
final class AgeConverter implements ITypeConverter<RetentionPeriod> {
    @Override
    public RetentionPeriod convert(String text) {
        try {
            return RetentionPeriod.parse(text);
        } catch (ConfigurationException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
