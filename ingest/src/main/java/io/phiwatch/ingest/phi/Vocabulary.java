package io.phiwatch.ingest.phi;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The phrases that say what a value is, in small letters and without blanks, by what they say. The first
 * underscore ends the first word of a phrase, by which {@link Hints#tells} knows it.
 */
final class Vocabulary {
    static final Map<Integer, String> PHRASES = new LinkedHashMap<>();

    static {
        people();
        numbers();
        medicine();
        money();
        ordinary();
    }

    private Vocabulary() {}

    private static void people() {
        PHRASES.put(Hints.PHONE, """
                phone phones tel telephone mobile cell cell_phone fax call calling sms msisdn phone_number phone_no
                contact
                contact_number reach text dial whatsapp land_line home_phone work_phone desk answering messages""");
        PHRASES.put(Hints.BIRTH, """
                dob d_o_b date_of_birth birth_date birth_day birth born born_on bdate date_of_birth birth_dt
                dobdate""");
        PHRASES.put(Hints.ADDRESS, """
                address addresses addr street street_address street_name address_line address_one address_two
                mailing_address
                home_address postal_address shipping_address billing_address delivery_address residence lives
                lives_at ship_to
                living_at resides_at residing_at address_to""");
        PHRASES.put(Hints.ZIP, "zip zip_code zips postal postal_code postcode zipplus");
        PHRASES.put(Hints.NAME, """
                first_name last_name middle_name given_name family_name surname full_name maiden_name fname lname
                forename
                patient_name customer_name member_name subscriber_name guarantor_name recipient_name contact_name
                shipping_name billing_name cardholder_name cardholder name_on_card spouse_name mothers_maiden_name
                legal_name
                patient_full_name physician_name doctor_name next_of_kin emergency_contact_name employee_name
                beneficiary_name
                insured_name client_name""");
        PHRASES.put(Hints.MAYBE_NAME, """
                name given family patient customer recipient attn member client subscriber guarantor employee nurse
                pt""");
        PHRASES.put(Hints.MAYBE_NAME | Hints.PROVIDER, "dr doctor physician prescriber practitioner provider");
        PHRASES.put(Hints.PROVIDER, "prescribed prescription controlled registration");
    }

    private static void numbers() {
        PHRASES.put(Hints.SSN, """
                ssn ssns ssno social_security social_security_number social_security_no social soc_sec taxpayer_id
                taxpayer_identification itin""");
        PHRASES.put(Hints.PASSPORT, "passport passports passport_number passport_no passport_id travel_document");
        PHRASES.put(Hints.LICENSE, """
                driver_license drivers_license driver_licence drivers_licence driving_license driving_licence
                drivers_lic
                driver_lic driver_s_license driver_s_licence driver_s_lic dl dl_no dl_number dl_id dln
                drivers_license_id driver_license_id""");
        PHRASES.put(
                Hints.VEHICLE, "vin vehicle vehicle_id vehicle_identification vehicle_identification_number chassis");
    }

    private static void medicine() {
        PHRASES.put(Hints.MRN, """
                mrn mrns mrn_id patient_id patient_ids patient_identifier patient_number patient_no patient_mrn
                pt_id pt_no
                medical_record medical_records medical_record_id medical_record_number medical_record_identifier
                med_rec
                med_rec_id chart_number chart_no chart_id health_record health_record_number emr emr_id ehr_id
                hospital_number hospital_id""");
        PHRASES.put(Hints.RECORD, "chart record records");
        PHRASES.put(Hints.MEMBER, """
                member_id member_number member_no membership_id membership_number member_identifier subscriber_id
                subscriber_number subscriber_no policy_id policy_number policy_no policyholder_id insurance_id
                insurance_number insurance_no insurance_plan insurance_plan_id insurance_plan_number
                insurance_policy insurance_policy_id insurance_policy_number insurance_member_id ins_policy ins_plan
                insur_id
                ins_id insurer_id health_plan health_plan_id health_plan_number health_policy health_id beneficiary_id
                beneficiary_number health_plan_beneficiary health_plan_beneficiary_number health_plan_beneficiary_id
                hmo_id
                hbn medicaid medicaid_id medicaid_number payer_member_id health_insurance health_insurance_id""");
        PHRASES.put(Hints.INSURANCE, "policy insurance ins insur insurer hmo");
        PHRASES.put(Hints.MEDICARE | Hints.MEMBER, "hicn");
        PHRASES.put(Hints.MEDICARE, """
                mbi medicare medicare_id medicare_number medicare_no medicare_beneficiary medicare_beneficiary_id
                beneficiary
                medicare_beneficiary_identifier cms mbi_id""");
        PHRASES.put(Hints.NPI, """
                npi npis npi_number npi_no national_provider national_provider_id national_provider_identifier
                provider_id
                provider_npi prescriber_npi physician_id provider_number npi_id""");
        PHRASES.put(Hints.DEA, "dea dea_number dea_no dea_reg dea_registration dea_id prescriber_dea");
        PHRASES.put(Hints.DIAGNOSIS, """
                icd icds icd_code icd_cm icd_codes diagnosis diagnoses diagnosed diagnostic_code dx diag diag_code
                diagnosis_code condition conditions problem_code primary_diagnosis indication comorbidity""");
        PHRASES.put(
                Hints.DRUG, "ndc ndcs ndc_code ndc_number drug_code national_drug_code national_drug ndc_id drug_ndc");
    }

    private static void money() {
        PHRASES.put(Hints.CARD, """
                card cards credit credit_card credit_card_number debit debit_card visa mastercard amex
                american_express
                discover diners jcb maestro pan cc ccn cc_num cc_number card_number card_no card_num payment_card
                primary_account_number""");
        PHRASES.put(Hints.IBAN, "iban ibans iban_number bank_account");
        PHRASES.put(Hints.ROUTING, """
                aba abas routing routing_number routing_no rtn aba_routing transit routing_transit ach bank_routing
                routing_id aba_number""");
    }

    private static void ordinary() {
        PHRASES.put(Hints.FILLER, """
                number num no nr is was are value code has had text string raw new old current""");
        PHRASES.put(Hints.PREPOSITION, """
                of the and or under with as her his their my your me us to at on for from in by identified""");
        PHRASES.put(Hints.ORDINARY, """
                id ids identifier time timestamp ts date bytes size length count duration port pid tid thread hash
                token uuid guid trace traceid span spanid session request requestid epoch offset partition seq
                sequence
                status latency elapsed ms took total amount price qty quantity etag nonce cursor page row rows line
                weight height width exp iat nbf expires expiresat created createdat updated updatedat uptime retry
                retries limit checksum crc account user userid visit visits ticket case index key rate usd eur
                transaction transactionid txn txnid payment paymentid charge refund
                ipaddress macaddress remoteaddr remoteaddress serveraddress clientaddress walletaddress ipaddr
                peeraddr
                emailaddress bindaddress listenaddress upstreamaddr localaddr hostaddress addr2line
                hostname filename username servername appname productname themename pluginname displayname eventname
                classname methodname fieldname domainname tablename topicname shopname rolename groupname stepname
                """);
        PHRASES.put(Hints.ORDINARY | Hints.PRODUCT, """
                order orders orderid ordernumber orderno tracking trackingnumber trackingid trackingno gtin ean upc
                barcode sku skus isbn asin invoice invoiceid invoicenumber item itemid items gid version build release
                revision serial serialno serialnumber part partno partnumber model modelno batch lot lotno lotnumber
                product productid productcode variant variantid parcel shipment shipmentid awb commit""");
    }
}
