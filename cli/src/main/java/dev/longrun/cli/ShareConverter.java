package dev.longrun.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share above 0 and at most 1: {@code 0.1} or {@code 10 %}. */
final class ShareConverter implements ITypeConverter<Double> {

    @Override
    public Double convert(String text) {
        String number = text.strip();
        boolean percent = number.endsWith("%");
        try {
            double share = Double.parseDouble(percent ? number.substring(0, number.length() - 1) : number)
                / (percent ? 100 : 1);
            if (share > 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is no share, such as 0.1 or 10 %");
        }
        throw new TypeConversionException("'" + text + "' is no share above 0 and at most 1, such as 0.1 or 10 %");
    }
}
