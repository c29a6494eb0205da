namespace Farebox.ConsolePages.Vouchers;

/// <summary>Vouchers, for operators.</summary>
internal static class VoucherPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OperatorPage<VouchersPage>("vouchers");
        pages.OperatorPage<NewVouchersPage>("vouchers/new");
        pages.OperatorPage<RevokeVoucherPage>("vouchers/{voucher}/revoke");
        pages.OperatorForm("vouchers/new", VoucherForms.IssueAsync);
        pages.OperatorForm("vouchers/{voucher}/revoke", VoucherForms.RevokeAsync);
    }
}
