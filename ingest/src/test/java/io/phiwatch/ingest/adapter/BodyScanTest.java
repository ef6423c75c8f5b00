package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.phi.UrlText;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BodyScanTest {
    @Test
    void takesJsonApartWhateverTheTypeSays() {
        assertThat(texts("{\"user\":{\"email\":\"a@b.c\",\"n\":[1,true]},\"u\":\"https://x.y/patients/7?q=drug\"}"))
                .containsExactly("email=a@b.c", "n=1", "u=patients", "patients=7", "q=drug");
    }

    @Test
    void readsABatchOfFormsLineByLine() {
        assertThat(texts("en=page_view&ep.name=Ann+Roe\r\nen=search&dl=https%3A%2F%2Fx.y%2Fa%3Fssn%3D1"))
                .containsExactly("en=page_view", "ep.name=Ann Roe", "en=search", "dl=a", "ssn=1");
    }

    @Test
    void keepsFreeTextWhole() {
        assertThat(texts("bel.7;1,'initialPageLoad,'https://x.y/?a=b")).hasSize(1);
        assertThat(texts("note to a = b")).containsExactly("=note to a = b");
        assertThat(texts(" \n")).isEmpty();
    }

    @Test
    void takesUrlsAndJsonInParametersApart() {
        List<String> texts = UrlScan.texts(
                        "url",
                        UrlText.of(
                                "https://t.example/tr?dl=https%3A%2F%2Fx.y%2Fvisit%3Femail%3Da%40b.c&ud=%7B%22ph%22%3A%221%22%7D"))
                .stream()
                .map(text -> text.field() + '=' + text.text().reveal())
                .toList();

        assertThat(texts).containsExactly("=tr", "dl=visit", "email=a@b.c", "ph=1");
    }

    @Test
    void boundsWhatItTakes() {
        assertThat(texts("a=1&".repeat(400) + "\n" + "b=2\n".repeat(6_000))).hasSize(5_000);
    }

    private static List<String> texts(String body) {
        return BodyScan.texts("body", body).stream()
                .map(text -> text.field() + '=' + text.text().reveal())
                .toList();
    }
}
